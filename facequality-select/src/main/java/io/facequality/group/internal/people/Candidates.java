package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.group.PersonCalibration;
import io.facequality.group.internal.search.Neighbors;
import io.facequality.group.internal.search.PairVisitor;
import io.facequality.group.internal.search.SimilarityIndex;
import io.facequality.group.internal.search.SimilaritySearch;
import java.util.Arrays;
import java.util.List;

/**
 * Which faces are compared when clusters grow: those that are alike at all. Up to {@value #EXACT_LIMIT} faces, every pair
 * from a similarity on; beyond, or where there are too many such pairs, each face's nearest {@value #NEAREST}.
 */
final class Candidates {

    static final int EXACT_LIMIT = 20_000;
    private static final int NEAREST = 64;

    /** So many pairs take 400 MB. */
    private static final long MOST_PAIRS = 50_000_000;

    private Candidates() {}

    /** One in forty pairs of strangers is as much alike as this. */
    static double floor(PersonCalibration calibration) {
        return Math.min(1, 2 / Math.sqrt(calibration.space().dimensions()));
    }

    /** Each face's candidates in ascending order. */
    static int[][] of(List<Embedding> embeddings, double floor, SimilaritySearch search, int exactLimit) {
        try (SimilarityIndex index = search.index(embeddings)) {
            if (embeddings.size() <= exactLimit) {
                int[] counts = counts(embeddings.size(), visitor -> index.pairs(floor, visitor));
                if (Arrays.stream(counts).asLongStream().sum() <= 2 * MOST_PAIRS) {
                    return filled(counts, visitor -> index.pairs(floor, visitor));
                }
            }
            return nearest(index.nearest(NEAREST), embeddings.size(), floor);
        }
    }

    private static int[][] nearest(Neighbors neighbors, int size, double floor) {
        Pairs pairs = visitor -> visit(neighbors, size, floor, visitor);
        return filled(counts(size, pairs), pairs);
    }

    /** Each pair once, whichever of the two has the other among its nearest. */
    private static void visit(Neighbors neighbors, int size, double floor, PairVisitor visitor) {
        for (int of = 0; of < size; of++) {
            for (int rank = 0; rank < neighbors.count(of) && neighbors.similarity(of, rank) >= floor; rank++) {
                int other = neighbors.ordinal(of, rank);
                if (of < other || !isAmongNearest(neighbors, other, of)) {
                    visitor.visit(Math.min(of, other), Math.max(of, other), neighbors.similarity(of, rank));
                }
            }
        }
    }

    private static boolean isAmongNearest(Neighbors neighbors, int of, int other) {
        for (int rank = 0; rank < neighbors.count(of); rank++) {
            if (neighbors.ordinal(of, rank) == other) {
                return true;
            }
        }
        return false;
    }

    @FunctionalInterface
    private interface Pairs {
        void each(PairVisitor visitor);
    }

    private static int[] counts(int size, Pairs pairs) {
        int[] counts = new int[size];
        pairs.each((first, second, similarity) -> {
            counts[first]++;
            counts[second]++;
        });
        return counts;
    }

    private static int[][] filled(int[] counts, Pairs pairs) {
        int[][] candidates = new int[counts.length][];
        Arrays.setAll(candidates, ordinal -> new int[counts[ordinal]]);
        int[] filled = new int[counts.length];
        pairs.each((first, second, similarity) -> {
            candidates[first][filled[first]++] = second;
            candidates[second][filled[second]++] = first;
        });
        Arrays.stream(candidates).forEach(Arrays::sort);
        return candidates;
    }
}
