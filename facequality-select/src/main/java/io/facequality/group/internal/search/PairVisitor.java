package io.facequality.group.internal.search;

/** Takes pairs of vectors that a {@link SimilarityIndex} found. */
@FunctionalInterface
public interface PairVisitor {

    /**
     * Takes a pair. Called by one thread at a time, which sees what earlier calls wrote.
     *
     * @param first the ordinal of one vector
     * @param second the ordinal of the other, above the first
     * @param similarity their cosine, from -1 to 1
     */
    void visit(int first, int second, double similarity);
}
