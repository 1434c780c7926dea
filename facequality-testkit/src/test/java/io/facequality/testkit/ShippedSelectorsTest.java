package io.facequality.testkit;

import io.facequality.DuplicateSelector;
import io.facequality.select.FaceSelector;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.Objective;
import org.junit.jupiter.api.Nested;

/** The selector that comes with the library, with several of its settings. */
class ShippedSelectorsTest {

    @Nested
    class CentralTest extends DuplicateSelectorContract {
        @Override
        protected DuplicateSelector selector() {
            return FaceSelector.builder().objective(Objective.central()).build();
        }
    }

    @Nested
    class WithSeveralThreadsAndQualityWeightsTest extends DuplicateSelectorContract {
        @Override
        protected DuplicateSelector selector() {
            return FaceSelector.builder().objective(Objective.central())
                    .representation(Representation.QUALITY_WEIGHTED)
                    .threads(3)
                    .build();
        }
    }

    @Nested
    class WithHeuristicSearchTest extends DuplicateSelectorContract {
        @Override
        protected DuplicateSelector selector() {
            return FaceSelector.builder().search(SearchMethod.SWAP).evaluationBudget(14).build();
        }
    }
}
