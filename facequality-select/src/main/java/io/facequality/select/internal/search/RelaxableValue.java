package io.facequality.select.internal.search;

import io.facequality.internal.Workers;
import io.facequality.select.Objective.ChoiceValue;

/** An objective's values that have bounds by the terms of faces and pairs. */
public interface RelaxableValue extends ChoiceValue {

    /**
     * Prepares the bounds.
     *
     * @param count how many faces a choice has, fewer than there are
     * @param workers the threads
     */
    Relaxer relaxer(int count, Workers workers);
}
