package io.facequality.select.internal.search;

import java.util.function.Predicate;

/** Knows lower bounds of the values of all choices of so many faces. For one thread. */
public interface Relaxer {

    /** A lower bound of all values. */
    double lowerBound();

    /** Whether there is more than that bound; otherwise {@link #relax} must not be called. */
    default boolean hasRelaxations() {
        return true;
    }

    /**
     * Makes relaxations, one after the other, that together cover every choice with a value of at most the target.
     *
     * @param target the value to reach
     * @param incumbent the best choice that is known, ascending: the bounds are made to be tight for choices like it
     * @param search is given each; whether to go on
     * @return whether the search went on each time
     */
    boolean relax(double target, int[] incumbent, Predicate<Relaxation> search);
}
