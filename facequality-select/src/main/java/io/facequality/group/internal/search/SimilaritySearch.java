package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Workers;
import java.util.List;

/** A way to find the close pairs among many vectors. Immutable and safe for several threads. */
@FunctionalInterface
public interface SimilaritySearch {

    /**
     * Up to how many vectors {@link #automatic} compares every pair: 200,000 of 512 components are 20 tera-products,
     * some minutes' work for two cores.
     */
    int EXACT_LIMIT = 200_000;

    /**
     * Makes vectors searchable.
     *
     * @param embeddings vectors of one dimension, each with a direction
     * @return an index that speaks of them by their place in the list
     * @throws InvalidInputException if the dimensions differ or a vector has no direction
     */
    SimilarityIndex index(List<Embedding> embeddings);

    /**
     * Compares every pair. Cost: {@code n² d / 2} products and {@code 4 n d} bytes for n vectors of d components. Uses
     * the Vector API where the module {@code jdk.incubator.vector} is resolved ({@code --add-modules
     * jdk.incubator.vector}), with the same result bit for bit; {@link SimilarityIndex#description} says so.
     *
     * @param threads how many threads to use, at least 1; the result is the same for any number
     * @return a search that misses nothing
     */
    static SimilaritySearch exact(int threads) {
        Workers workers = new Workers(threads);
        return embeddings -> new ExactSimilarityIndex(UnitVectorPanels.of(embeddings), workers);
    }

    /**
     * Compares every pair up to {@link #EXACT_LIMIT} vectors, and beyond where the approximate index is not on the
     * class path; otherwise uses {@link ApproximateSimilaritySearch}.
     *
     * @param threads how many threads to use, at least 1
     * @return a search whose indexes say what they are
     */
    static SimilaritySearch automatic(int threads) {
        SimilaritySearch exact = exact(threads);
        return embeddings -> embeddings.size() <= EXACT_LIMIT || !ApproximateSimilaritySearch.isAvailable()
                ? exact.index(embeddings)
                : ApproximateSimilaritySearch.builder()
                        .threads(threads)
                        .build()
                        .index(embeddings);
    }
}
