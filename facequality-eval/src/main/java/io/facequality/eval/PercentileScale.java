package io.facequality.eval;

import io.facequality.InvalidInputException;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Where a score stands among those of a reference set: 37 means that about 37 of 100 reference pictures are worse. Scores
 * beyond the reference set's become 0 or 100.
 *
 * <p>Held as the scores at the whole percentiles (linear between order statistics, Hyndman and Fan's type 7); between them
 * the scale is linear. A score that many reference pictures share becomes the middle of their percentiles.
 */
public final class PercentileScale implements ScoreScale {

    private final double[] scores;

    private PercentileScale(double[] scores) {
        if (scores.length != BEST + 1) {
            throw InvalidInputException.ofValue(
                    "PercentileScale", (BEST + 1) + " scores, one for each whole percentile", scores.length);
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i]) || i > 0 && scores[i] < scores[i - 1]) {
                throw InvalidInputException.ofValue(
                        "PercentileScale", "finite scores that do not fall", scores[i] + " at percentile " + i);
            }
        }
        this.scores = scores;
    }

    /**
     * Measures a reference set.
     *
     * @param reference raw scores, finite, at least two, not all equal
     * @return the scale
     */
    public static PercentileScale of(double[] reference) {
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(reference);
        double[] scores = new double[BEST + 1];
        scores[0] = Arrays.stream(reference).min().orElseThrow();
        for (int i = 1; i <= BEST; i++) {
            // Interpolation between equal scores may fall by a rounding error.
            scores[i] = Math.max(scores[i - 1], percentile.evaluate(i));
        }
        if (scores[0] == scores[BEST]) {
            throw InvalidInputException.ofValue(
                    "PercentileScale", "reference scores that are not all the same", scores[0]);
        }
        return new PercentileScale(scores);
    }

    /**
     * Takes the scores at the percentiles.
     *
     * @param scores the raw scores at the percentiles 0 to 100, ascending
     * @return the scale
     */
    public static PercentileScale copyOf(double... scores) {
        return new PercentileScale(scores.clone());
    }

    /**
     * The raw scores at the percentiles 0 to 100.
     *
     * @return 101 numbers, ascending
     */
    public double[] toArray() {
        return scores.clone();
    }

    @Override
    public double value(double raw) {
        if (raw < scores[0]) {
            return 0;
        }
        if (raw > scores[BEST]) {
            return BEST;
        }
        int above = firstAbove(raw);
        int from = firstAtLeast(raw);
        if (from < above) {
            return (from + above - 1) / 2.0;
        }
        return above - 1 + (raw - scores[above - 1]) / (scores[above] - scores[above - 1]);
    }

    private int firstAtLeast(double raw) {
        int first = 0;
        while (scores[first] < raw) {
            first++;
        }
        return first;
    }

    private int firstAbove(double raw) {
        int first = 0;
        while (first < scores.length && scores[first] <= raw) {
            first++;
        }
        return first;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PercentileScale that && Arrays.equals(scores, that.scores);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(scores);
    }

    @Override
    public String toString() {
        return "PercentileScale[" + scores[0] + " to " + scores[BEST] + "]";
    }
}
