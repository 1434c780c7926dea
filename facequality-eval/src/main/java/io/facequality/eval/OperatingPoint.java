package io.facequality.eval;

import java.util.Objects;

/**
 * How often genuine pairs do not match where impostor pairs seldom do.
 *
 * @param wantedFalseMatchRate the share of the impostor pairs that may match
 * @param threshold the similarity from which on faces match, the smallest that keeps to it
 * @param falseMatchRate the share of the impostor pairs that match
 * @param falseNonMatchRate the share of the genuine pairs that do not; its interval takes the threshold anew from each
 *     sample, so it includes that one's uncertainty
 */
public record OperatingPoint(
        double wantedFalseMatchRate, double threshold, double falseMatchRate, Estimate falseNonMatchRate) {

    /** Checks that the estimate is there. */
    public OperatingPoint {
        Objects.requireNonNull(falseNonMatchRate, "falseNonMatchRate");
    }
}
