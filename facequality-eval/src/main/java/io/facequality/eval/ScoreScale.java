package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.eval.internal.Quantiles;
import java.util.Arrays;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * A mapping of a model's raw scores to 0 (worst) to 100 (best). A higher raw score never gives a lower value. Immutable
 * and safe to share between threads.
 */
public sealed interface ScoreScale {

    /** The best value. */
    int BEST = 100;

    /**
     * Maps a raw score.
     *
     * @param raw a finite score of the model; higher is better
     * @return from 0 to 100
     */
    double value(double raw);

    /**
     * Maps a raw score to a whole number, as ISO/IEC 29794-1 requires.
     *
     * @param raw a finite score of the model
     * @return from 0 to 100, rounded to the nearest, halves upwards
     */
    default int rounded(double raw) {
        return (int) Math.round(value(raw));
    }

    /**
     * The position of a score among those of a reference set: 37 means that about 37 of 100 reference pictures are
     * worse. Scores outside the range of the reference set become 0 or 100.
     *
     * <p>Held as the scores at the whole percentiles (linear between order statistics, Hyndman and Fan's type 7); the
     * scale is linear between them. A score that many reference pictures share becomes the middle of their percentiles.
     */
    final class Percentiles implements ScoreScale {

        private final double[] scores;

        private Percentiles(double[] scores) {
            if (scores.length != BEST + 1) {
                throw InvalidInputException.ofValue(
                        "Percentiles", (BEST + 1) + " scores, one for each whole percentile", scores.length);
            }
            for (int i = 0; i < scores.length; i++) {
                if (!Double.isFinite(scores[i]) || i > 0 && scores[i] < scores[i - 1]) {
                    throw InvalidInputException.ofValue(
                            "Percentiles", "finite scores that do not fall", scores[i] + " at percentile " + i);
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
        public static Percentiles of(double[] reference) {
            Percentile percentile = Quantiles.of(reference);
            double[] scores = new double[BEST + 1];
            scores[0] = Arrays.stream(reference).min().orElseThrow();
            for (int i = 1; i <= BEST; i++) {
                // Interpolation between equal scores may fall by a rounding error.
                scores[i] = Math.max(scores[i - 1], percentile.evaluate(i));
            }
            if (scores[0] == scores[BEST]) {
                throw InvalidInputException.ofValue("Percentiles", "reference scores that are not all the same", scores[0]);
            }
            return new Percentiles(scores);
        }

        /**
         * Takes the scores at the percentiles.
         *
         * @param scores the raw scores at the percentiles 0 to 100, ascending
         * @return the scale
         */
        public static Percentiles copyOf(double... scores) {
            return new Percentiles(scores.clone());
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
            return other instanceof Percentiles that && Arrays.equals(scores, that.scores);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(scores);
        }

        @Override
        public String toString() {
            return "Percentiles[" + scores[0] + " to " + scores[BEST] + "]";
        }
    }

    /**
     * {@code 100 * sigmoid((raw - center) / width)}: the form of tools for ISO/IEC 29794-5 such as OFIQ (its unified
     * score has center 23.0 and width 2.6).
     *
     * @param center the raw score that becomes 50
     * @param width above 0; a score that is one width above the center becomes 73
     */
    record Sigmoid(double center, double width) implements ScoreScale {

        /** The distance from the center of a logistic distribution to its quartiles, in widths. */
        private static final double QUARTILE = Math.log(3);

        /** Checks the numbers. */
        public Sigmoid {
            if (!Double.isFinite(center) || !(width > 0) || Double.isInfinite(width)) {
                throw InvalidInputException.ofValue("Sigmoid", "a finite center and a width above 0", center + " and " + width);
            }
        }

        /**
         * The scale that maps the median of some scores to 50, and their quartiles, if they are symmetric, to 25 and 75.
         *
         * @param reference raw scores of a reference set, not all equal
         * @return the scale
         */
        public static Sigmoid of(double[] reference) {
            Percentile percentile = Quantiles.of(reference);
            double half = (percentile.evaluate(75) - percentile.evaluate(25)) / 2;
            double spread = Arrays.stream(reference).max().orElseThrow() - Arrays.stream(reference).min().orElseThrow();
            // Half of the scores may be equal; the quartiles then say nothing about the others.
            return new Sigmoid(percentile.evaluate(50), (half > 0 ? half : spread / 2) / QUARTILE);
        }

        @Override
        public double value(double raw) {
            return BEST * new org.apache.commons.math3.analysis.function.Sigmoid().value((raw - center) / width);
        }
    }
}
