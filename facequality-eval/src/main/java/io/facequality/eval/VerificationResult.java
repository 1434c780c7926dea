package io.facequality.eval;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How well one embedder tells people apart on all pairs, whatever their quality.
 *
 * @param operatingPoints false non-match rates at fixed false match rates; only rates for which there are enough
 *     impostor pairs
 * @param points the detection error trade-off, from the highest threshold to the lowest, at most 200 points
 * @param equalErrorRate the rate at which both error rates are equal
 * @param accuracy the accuracy over folds; empty if there are too few people
 * @param genuine the similarities of the genuine pairs
 * @param impostor the similarities of the impostor pairs, in the same bins
 */
public record VerificationResult(
        List<OperatingPoint> operatingPoints,
        List<RatePoint> points,
        double equalErrorRate,
        Optional<Accuracy> accuracy,
        Histogram genuine,
        Histogram impostor) {

    /**
     * The false non-match rate at a fixed false match rate.
     *
     * @param wantedFalseMatchRate the share of the impostor pairs that may match
     * @param threshold two faces match from this similarity on; the lowest that keeps the wanted rate
     * @param falseMatchRate the share of the impostor pairs that match
     * @param falseNonMatchRate the share of the genuine pairs that do not match; its interval finds the threshold again
     *     in each sample, so it includes the uncertainty of the threshold
     */
    public record OperatingPoint(
            double wantedFalseMatchRate, double threshold, double falseMatchRate, Estimate falseNonMatchRate) {

        /** Checks that the estimate is there. */
        public OperatingPoint {
            Objects.requireNonNull(falseNonMatchRate, "falseNonMatchRate");
        }
    }

    /**
     * A point of the detection error trade-off (DET; Martin and others, 1997). The ROC is 1 minus the false non-match
     * rate over the false match rate.
     *
     * @param threshold two faces match from this similarity on
     * @param falseMatchRate the share of the impostor pairs that match
     * @param falseNonMatchRate the share of the genuine pairs that do not match
     */
    public record RatePoint(double threshold, double falseMatchRate, double falseNonMatchRate) {}

    /**
     * Verification accuracy by the protocol of Labeled Faces in the Wild (Huang and others, 2007, view 2): the pairs
     * are in folds, each with as many genuine as impostor pairs. Each fold is measured at the threshold that is most
     * accurate on the other folds; of several, at the lowest.
     *
     * @param accuracy the mean over the folds, from 0 to 1
     * @param standardError the standard error of this mean
     * @param folds the number of folds
     * @param pairs the number of pairs in all folds
     * @param origin where the folds come from, in words
     */
    public record Accuracy(double accuracy, double standardError, int folds, int pairs, String origin) {

        /** Checks that nothing is missing. */
        public Accuracy {
            Objects.requireNonNull(origin, "origin");
        }
    }

    /** Copies the lists and checks that nothing is missing. */
    public VerificationResult {
        operatingPoints = List.copyOf(operatingPoints);
        points = List.copyOf(points);
        Objects.requireNonNull(accuracy, "accuracy");
        Objects.requireNonNull(genuine, "genuine");
        Objects.requireNonNull(impostor, "impostor");
    }
}
