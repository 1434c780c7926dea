package io.facequality.select.internal.search;

import io.facequality.select.Objective.ChoiceValue;

/** Looks for the choice with the smallest value. Immutable; each call starts anew. */
interface Search {

    /**
     * Searches. The result does not depend on the number of threads, unless time runs out.
     *
     * @param objective what is to be small
     * @param qualities the faces' qualities by ordinal, which decide ties; then the lexicographically first ordinals do
     * @param count how many faces to choose, at least 1 and below the number of faces
     * @param limits when to stop with the best so far
     * @return the best choice that was found
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits);
}
