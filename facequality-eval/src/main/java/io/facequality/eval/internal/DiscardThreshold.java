package io.facequality.eval.internal;

import io.facequality.eval.EvaluatedFaces.Scores;
import io.facequality.eval.ScoreCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A whole number on the calibrated scale that discards about a wanted share of the pictures.
 *
 * @param calibrated the threshold on the calibrated scale
 * @param raw the lowest raw score that reaches it
 * @param discarded the share of the pictures below it
 */
record DiscardThreshold(int calibrated, double raw, double discarded) {

    /** The shares of the pictures for which there is advice. */
    private static final double[] SHARES = {0.01, 0.02, 0.05, 0.10, 0.20, 0.30};

    /** Ascending, at most one per share; a small set may have none for some shares. */
    static List<DiscardThreshold> forShares(Scores scores, ScoreCalibration calibration) {
        List<DiscardThreshold> every = every(scores, calibration);
        return Arrays.stream(SHARES)
                .mapToObj(share -> every.stream().min((one, other) -> Double.compare(
                        Math.abs(one.discarded() - share), Math.abs(other.discarded() - share))))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static List<DiscardThreshold> every(Scores scores, ScoreCalibration calibration) {
        double[] ascending = scores.toArray();
        Arrays.sort(ascending);
        List<DiscardThreshold> every = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < ascending.length; i++) {
            int calibrated = calibration.percentiles().rounded(ascending[i]);
            if (i > 0 && calibrated > last) {
                every.add(new DiscardThreshold(calibrated, ascending[i], i / (double) ascending.length));
            }
            last = calibrated;
        }
        return every;
    }
}
