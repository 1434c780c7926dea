package io.facequality.eval;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Verification accuracy by the protocol of Labeled Faces in the Wild (Huang and others, 2007, view 2): the pairs lie in
 * folds, with as many genuine as impostor pairs; each fold is judged at the threshold that is the most accurate on the
 * others, the lowest of several.
 *
 * @param accuracy the mean over the folds, from 0 to 1
 * @param standardError the standard error of that mean
 * @param folds how many folds
 * @param pairs how many pairs in all folds
 * @param origin where the folds come from, in words
 */
public record FoldedAccuracy(double accuracy, double standardError, int folds, int pairs, String origin) {

    private static final int FOLDS = 10;

    /** Folds for pairs: those of the pairs' own protocol, or else such that no person is in two of them. */
    record Folds(int[] ofPairs, String origin) {

        static Folds of(ComparisonPairs pairs, int[] people, long seed) {
            boolean own = IntStream.range(0, pairs.size()).allMatch(pair -> pairs.fold(pair).isPresent());
            return own
                    ? new Folds(
                            IntStream.range(0, pairs.size())
                                    .map(pair -> pairs.fold(pair).getAsInt())
                                    .toArray(),
                            "the folds of the pairs file")
                    : new Folds(
                            ofPeople(pairs, people, seed),
                            FOLDS + " folds without a person in common, as many pairs of each kind, drawn with seed "
                                    + seed);
        }

        private static int[] ofPeople(ComparisonPairs pairs, int[] people, long seed) {
            int count = Arrays.stream(people).max().orElse(-1) + 1;
            RandomDataGenerator random = new RandomDataGenerator(new MersenneTwister(seed));
            int[] order = random.nextPermutation(count, count);
            int[] folds = new int[pairs.size()];
            for (int pair = 0; pair < folds.length; pair++) {
                int first = order[people[pairs.first(pair)]] % FOLDS;
                int second = order[people[pairs.second(pair)]] % FOLDS;
                folds[pair] = first == second ? first : NONE;
            }
            balance(pairs, folds, random);
            return folds;
        }

        /** Leaves as many pairs of the more frequent kind of each fold as there are of the other. */
        private static void balance(ComparisonPairs pairs, int[] folds, RandomDataGenerator random) {
            for (int fold = 0; fold < FOLDS; fold++) {
                int wanted = fold;
                int[] genuine = IntStream.range(0, pairs.genuine())
                        .filter(pair -> folds[pair] == wanted)
                        .toArray();
                int[] impostor = IntStream.range(pairs.genuine(), pairs.size())
                        .filter(pair -> folds[pair] == wanted)
                        .toArray();
                int kept = Math.min(genuine.length, impostor.length);
                leaveOut(genuine, kept, folds, random);
                leaveOut(impostor, kept, folds, random);
            }
        }

        private static void leaveOut(int[] members, int kept, int[] folds, RandomDataGenerator random) {
            if (members.length > kept) {
                int[] order = random.nextPermutation(members.length, members.length);
                for (int i = kept; i < members.length; i++) {
                    folds[members[order[i]]] = NONE;
                }
            }
        }
    }

    private static final int NONE = -1;

    /**
     * Measures the accuracy on the folds of the pairs, or on ten that are made such that no person is in two of them.
     *
     * @param comparisons the pairs and their similarities
     * @param people each face's person
     * @param seed which folds are made
     * @return the accuracy; empty if a fold lacks pairs of a kind
     */
    public static Optional<FoldedAccuracy> of(Comparisons comparisons, int[] people, long seed) {
        ComparisonPairs pairs = comparisons.pairs();
        Folds folds = Folds.of(pairs, people, seed);
        OptionalInt last = Arrays.stream(folds.ofPairs()).max();
        int count = last.orElse(NONE) + 1;
        if (count < 2 || !everyFoldHasBothKinds(pairs, folds, count)) {
            return Optional.empty();
        }
        int[] ascending = Sorting.ascending(
                IntStream.range(0, pairs.size()).mapToDouble(comparisons::similarity).toArray());
        SummaryStatistics accuracies = new SummaryStatistics();
        for (int fold = 0; fold < count; fold++) {
            accuracies.addValue(accuracy(comparisons, folds.ofPairs(), fold, threshold(comparisons, folds, fold, ascending)));
        }
        return Optional.of(new FoldedAccuracy(
                accuracies.getMean(),
                accuracies.getStandardDeviation() / Math.sqrt(count),
                count,
                (int) Arrays.stream(folds.ofPairs()).filter(fold -> fold != NONE).count(),
                folds.origin()));
    }

    private static boolean everyFoldHasBothKinds(ComparisonPairs pairs, Folds folds, int count) {
        boolean[] genuine = new boolean[count];
        boolean[] impostor = new boolean[count];
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (folds.ofPairs()[pair] != NONE) {
                (pair < pairs.genuine() ? genuine : impostor)[folds.ofPairs()[pair]] = true;
            }
        }
        return IntStream.range(0, count).allMatch(fold -> genuine[fold] && impostor[fold]);
    }

    /** The lowest of the similarities at which the other folds are judged most accurately. */
    private static double threshold(Comparisons comparisons, Folds folds, int leftOut, int[] ascending) {
        int genuine = comparisons.pairs().genuine();
        double best = Double.NEGATIVE_INFINITY;
        long bestGain = 0;
        long gain = 0;
        double previous = Double.NaN;
        for (int pair : ascending) {
            int fold = folds.ofPairs()[pair];
            if (fold == NONE || fold == leftOut) {
                continue;
            }
            double similarity = comparisons.similarity(pair);
            // Just at this similarity all pairs below it are taken as impostors.
            if (similarity != previous && gain > bestGain) {
                bestGain = gain;
                best = similarity;
            }
            gain += pair < genuine ? -1 : 1;
            previous = similarity;
        }
        return gain > bestGain ? Math.nextUp(previous) : best;
    }

    private static double accuracy(Comparisons comparisons, int[] folds, int fold, double threshold) {
        long right = 0;
        long all = 0;
        for (int pair = 0; pair < folds.length; pair++) {
            if (folds[pair] == fold) {
                boolean match = comparisons.similarity(pair) >= threshold;
                right += match == pair < comparisons.pairs().genuine() ? 1 : 0;
                all++;
            }
        }
        return right / (double) all;
    }
}
