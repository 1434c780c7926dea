package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Workers;
import java.util.List;

/** A way to find the close pairs among many vectors. Immutable and safe for several threads. */
@FunctionalInterface
public interface SimilaritySearch {

    /** Up to how many vectors {@link #automatic} compares every pair: 50,000 of 512 components are 640 giga-products. */
    int EXACT_LIMIT = 50_000;

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
     * Compares every pair up to {@link #EXACT_LIMIT} vectors, and compares within cells beyond.
     *
     * @param threads how many threads to use, at least 1; the result is the same for any number
     * @return a search whose indexes say what they are
     */
    static SimilaritySearch automatic(int threads) {
        return automatic(threads, CellSimilaritySearch.USUAL_RECALL);
    }

    /**
     * As {@link #automatic(int)}, with another recall.
     *
     * @param threads how many threads to use, at least 1
     * @param recall which share of the close pairs must be found on a sample, from 0 to 1; with 1 it shows that none is missing
     * @return a search whose indexes say what they are
     */
    static SimilaritySearch automatic(int threads, double recall) {
        SimilaritySearch exact = exact(threads);
        SimilaritySearch within = new CellSimilaritySearch(threads, recall);
        return embeddings -> (embeddings.size() <= EXACT_LIMIT ? exact : within).index(embeddings);
    }
}
