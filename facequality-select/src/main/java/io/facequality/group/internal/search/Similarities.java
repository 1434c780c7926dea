package io.facequality.group.internal.search;

import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;

/** What linkages know of the things that they cluster: how similar two are, by ordinal. */
public interface Similarities {

    int size();

    /** Passes the pairs from a similarity on; an approximate search may miss some. */
    void pairs(double threshold, PairVisitor visitor);

    /** How similar two are, exactly. */
    double similarity(int first, int second);

    /** The least similar two of at least two members in ascending order; of equals the first. */
    OrdinalPair widest(int[] members);

    /** All similarities of a few members, by their places. */
    SimilarityMatrix matrix(int[] members);
}
