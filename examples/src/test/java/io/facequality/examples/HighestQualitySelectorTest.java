package io.facequality.examples;

import io.facequality.DuplicateSelector;
import io.facequality.testkit.DuplicateSelectorContract;

class HighestQualitySelectorTest extends DuplicateSelectorContract {

    @Override
    protected DuplicateSelector selector() {
        return new HighestQualitySelector();
    }
}
