package io.facequality.group.internal.search;

import java.util.Optional;

/**
 * Vectors that can be searched for the pairs and the neighbors that lie close together. Speaks of them by ordinal.
 * Immutable and safe for several threads.
 */
public interface SimilarityIndex extends AutoCloseable {

    /**
     * The number of vectors.
     *
     * @return at least 0
     */
    int size();

    /**
     * Finds all pairs from a similarity on, each once, in no particular order; an approximate index may miss some.
     *
     * @param threshold the smallest cosine that counts, from -1 to 1
     * @param visitor takes the pairs
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    void pairs(double threshold, PairVisitor visitor);

    /**
     * Finds the nearest neighbors of every vector, itself left out.
     *
     * @param count how many for each, at least 1
     * @return their ordinals and similarities; {@code 8 * size * count} bytes
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    Neighbors nearest(int count);

    /**
     * How many of the pairs from a similarity on {@link #pairs} finds, measured on a sample.
     *
     * @param threshold the smallest cosine that counts, from -1 to 1
     * @return empty if it finds all
     */
    Optional<MeasuredRecall> recall(double threshold);

    /**
     * How many of the nearest neighbors {@link #nearest} finds, measured on a sample.
     *
     * @param count how many for each, at least 1
     * @return empty if it finds all
     */
    Optional<MeasuredRecall> recallOfNearest(int count);

    /**
     * What searches and with which instructions, for reports.
     *
     * @return a phrase
     */
    String description();

    /** Gives the index's memory back; later calls fail. An index that holds nothing but heap memory does nothing. */
    @Override
    default void close() {}
}
