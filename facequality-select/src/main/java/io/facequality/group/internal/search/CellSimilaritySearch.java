package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Workers;
import java.util.List;

/**
 * Finds nearly all close pairs among so many vectors that comparing all is too slow. Spherical k-means on a sample
 * makes about √n cells. Every vector is in the cell of its nearest center and in those whose centers are nearly as
 * near, by a {@link MarginRule}; within a cell all are compared exactly. A pair that several cells hold comes once.
 *
 * <p>Every index compares a random sample of its vectors with all, and so measures what it finds. While that is less
 * than the recall that is wanted, the rule is widened; where the widest does not do, every pair is compared. What is
 * found has exact similarities. The same vectors give the same pairs, for any number of threads.
 *
 * <p>Cost: about {@code 3 n^1.5 d} products for n vectors of d components, and some 30 bytes for each vector beside the
 * vectors themselves. Immutable and safe for several threads.
 *
 * @param threads how many threads to use, at least 1
 * @param recall which share of the true pairs the sample must show, from 0 to 1
 */
public record CellSimilaritySearch(int threads, double recall) implements SimilaritySearch {

    /** The share of true pairs that is wanted unless something else is said. */
    public static final double USUAL_RECALL = 0.999;

    private static final int FEWEST_SAMPLED = 512;
    private static final int MOST_SAMPLED = 8_192;

    /** Checks the ranges. */
    public CellSimilaritySearch {
        threads = new Workers(threads).threads();
        if (!(recall >= 0 && recall <= 1)) {
            throw InvalidInputException.ofValue("CellSimilaritySearch", "a recall from 0 to 1", recall);
        }
    }

    /** Looks for the usual recall. */
    public CellSimilaritySearch(int threads) {
        this(threads, USUAL_RECALL);
    }

    /** How many vectors are compared with all: the more, the fewer pairs may be missed. */
    public int sample() {
        double forRecall = FEWEST_SAMPLED * (1 - USUAL_RECALL) / Math.max(1 - recall, Double.MIN_NORMAL);
        return (int) Math.max(FEWEST_SAMPLED, Math.min(MOST_SAMPLED, Math.round(forRecall)));
    }

    @Override
    public SimilarityIndex index(List<Embedding> embeddings) {
        return index(UnitVectors.of(embeddings));
    }

    /** Makes vectors searchable that are not held as embeddings. */
    public SimilarityIndex index(UnitVectors vectors) {
        DistinctVectors distinct = DistinctVectors.of(vectors);
        return distinct.size() < 1
                ? new ExactSimilarityIndex(UnitVectorPanels.of(vectors), new Workers(threads))
                : new CellSimilarityIndex(distinct, this);
    }
}
