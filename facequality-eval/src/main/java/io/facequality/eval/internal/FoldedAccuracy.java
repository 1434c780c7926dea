package io.facequality.eval.internal;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.VerificationResult.Accuracy;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Measures the {@linkplain Accuracy accuracy} over folds. */
final class FoldedAccuracy {

    private FoldedAccuracy() {}

    /** Measures the accuracy; empty if a fold has no genuine or no impostor pairs. */
    static Optional<Accuracy> of(Comparisons comparisons, int[] people, long seed) {
        ComparisonPairs pairs = comparisons.pairs();
        Folds folds = Folds.of(pairs, people, seed);
        OptionalInt last = Arrays.stream(folds.ofPairs()).max();
        int count = last.orElse(Folds.NONE) + 1;
        if (count < 2 || !everyFoldHasBothKinds(pairs, folds, count)) {
            return Optional.empty();
        }
        int[] ascending = Sorting.ascending(
                IntStream.range(0, pairs.size()).mapToDouble(comparisons::similarity).toArray());
        SummaryStatistics accuracies = new SummaryStatistics();
        for (int fold = 0; fold < count; fold++) {
            accuracies.addValue(accuracy(comparisons, folds.ofPairs(), fold, threshold(comparisons, folds, fold, ascending)));
        }
        return Optional.of(new Accuracy(
                accuracies.getMean(),
                accuracies.getStandardDeviation() / Math.sqrt(count),
                count,
                (int) Arrays.stream(folds.ofPairs()).filter(fold -> fold != Folds.NONE).count(),
                folds.origin()));
    }

    private static boolean everyFoldHasBothKinds(ComparisonPairs pairs, Folds folds, int count) {
        boolean[] genuine = new boolean[count];
        boolean[] impostor = new boolean[count];
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (folds.ofPairs()[pair] != Folds.NONE) {
                (pair < pairs.genuine() ? genuine : impostor)[folds.ofPairs()[pair]] = true;
            }
        }
        return IntStream.range(0, count).allMatch(fold -> genuine[fold] && impostor[fold]);
    }

    /** The similarity that is the most accurate threshold on the other folds; of several, the lowest. */
    private static double threshold(Comparisons comparisons, Folds folds, int leftOut, int[] ascending) {
        int genuine = comparisons.pairs().genuine();
        double best = Double.NEGATIVE_INFINITY;
        long bestGain = 0;
        long gain = 0;
        double previous = Double.NaN;
        for (int pair : ascending) {
            int fold = folds.ofPairs()[pair];
            if (fold == Folds.NONE || fold == leftOut) {
                continue;
            }
            double similarity = comparisons.similarity(pair);
            // At exactly this similarity all pairs below it count as impostors.
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
