package io.facequality.select.internal;

import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * A split of a group's faces into parts of the same size, give or take one, and of the same spread of qualities: each
 * fold gets one of the best faces at random, then one of the next best, and so on. The same seed gives the same split.
 * Immutable.
 */
final class Folds {

    private final int[] foldOf;
    private final int count;

    private Folds(int[] foldOf, int count) {
        this.foldOf = foldOf;
        this.count = count;
    }

    /** Splits faces with these qualities, by ordinal, into so many folds, at most one for each face. */
    static Folds of(double[] qualities, int wanted, long seed) {
        int count = Math.min(wanted, qualities.length);
        RandomDataGenerator random =
                new RandomDataGenerator(new Well19937c(new int[] {(int) (seed >>> Integer.SIZE), (int) seed, count}));
        int[] byQuality = IntStream.range(0, qualities.length)
                .boxed()
                .sorted((a, b) -> Double.compare(qualities[b], qualities[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] foldOf = new int[qualities.length];
        for (int first = 0; first < byQuality.length; first += count) {
            int[] lots = random.nextPermutation(count, count);
            for (int i = first; i < Math.min(first + count, byQuality.length); i++) {
                foldOf[byQuality[i]] = lots[i - first];
            }
        }
        return new Folds(foldOf, count);
    }

    int count() {
        return count;
    }

    /** The faces of a fold, ascending. */
    int[] faces(int fold) {
        return IntStream.range(0, foldOf.length).filter(face -> foldOf[face] == fold).toArray();
    }

    /** All other faces, ascending. */
    int[] others(int fold) {
        return IntStream.range(0, foldOf.length).filter(face -> foldOf[face] != fold).toArray();
    }

    /** How many faces there are beside the largest fold. */
    int fewestOthers() {
        return IntStream.range(0, count)
                .map(fold -> others(fold).length)
                .min()
                .orElseThrow();
    }
}
