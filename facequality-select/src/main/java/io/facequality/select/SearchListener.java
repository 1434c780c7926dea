package io.facequality.select;

/** Hears how far a search is. */
@FunctionalInterface
public interface SearchListener {

    /**
     * Is told now and then, from whichever thread works on the group, one at a time for each group.
     *
     * @param group the group's name
     * @param evaluations how much was done so far, in evaluations; it may start anew where a search is part of a
     *     cross-validation
     * @param budget how much may be done at most
     */
    void onProgress(String group, long evaluations, long budget);
}
