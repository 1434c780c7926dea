package io.facequality.group;

import io.facequality.InvalidInputException;
import java.util.Objects;

/**
 * The similarity from which on two faces are said to match, and how often that is wrong.
 *
 * @param similarity faces at least as similar match
 * @param interval where the threshold lies that has the wanted false match rate in all pairs of the kind that was
 *     sampled
 * @param wantedFalseMatchRate the false match rate that was asked for, above 0 and below 1
 * @param falseMatchRate the share of impostor pairs that match at the threshold; at most the wanted one
 * @param falseMatchRateInterval where that rate lies in all pairs (Clopper and Pearson, 1934)
 * @param falseNonMatchRate the share of genuine pairs that do not match at the threshold
 * @param falseNonMatchRateInterval where that rate lies in all pairs (Clopper and Pearson, 1934)
 * @param genuinePairs how many genuine pairs were measured, at least 1
 * @param impostorPairs how many impostor pairs were measured, at least 1
 * @param provenance on which data, with which model, when and how, in words
 */
public record CalibratedThreshold(
        double similarity,
        Interval interval,
        double wantedFalseMatchRate,
        double falseMatchRate,
        Interval falseMatchRateInterval,
        double falseNonMatchRate,
        Interval falseNonMatchRateInterval,
        long genuinePairs,
        long impostorPairs,
        String provenance) {

    /**
     * A two-sided confidence interval.
     *
     * @param lower its lower end
     * @param upper its upper end, at least the lower one
     * @param confidence how sure, above 0 and below 1
     */
    public record Interval(double lower, double upper, double confidence) {

        /** Checks the order of the ends. */
        public Interval {
            if (!(lower <= upper) || !(confidence > 0 && confidence < 1)) {
                throw InvalidInputException.ofValue(
                        "CalibratedThreshold",
                        "an interval with a confidence between 0 and 1",
                        lower + " to " + upper + " at " + confidence);
            }
        }
    }

    /** Checks that nothing is missing. */
    public CalibratedThreshold {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(falseMatchRateInterval, "falseMatchRateInterval");
        Objects.requireNonNull(falseNonMatchRateInterval, "falseNonMatchRateInterval");
        Objects.requireNonNull(provenance, "provenance");
        if (!(similarity >= -1 && similarity <= 1)) {
            throw InvalidInputException.ofValue("CalibratedThreshold", "a similarity from -1 to 1", similarity);
        }
    }

    /**
     * The same threshold, with its origin.
     *
     * @param words on which data, with which model, when
     * @return a copy
     */
    public CalibratedThreshold withProvenance(String words) {
        return new CalibratedThreshold(
                similarity,
                interval,
                wantedFalseMatchRate,
                falseMatchRate,
                falseMatchRateInterval,
                falseNonMatchRate,
                falseNonMatchRateInterval,
                genuinePairs,
                impostorPairs,
                words);
    }
}
