package io.facequality.eval;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How well one embedder tells people apart on these pairs, whatever their quality.
 *
 * @param operatingPoints false non-match rates at fixed false match rates, those that there are impostor pairs enough
 *     for
 * @param points the detection error trade-off, from the highest threshold to the lowest, at most 200 points
 * @param equalErrorRate where both error rates are the same
 * @param accuracy by the protocol with folds; empty if there are too few people
 * @param genuine the similarities of the genuine pairs
 * @param impostor those of the impostor pairs, in the same bins
 */
public record VerificationResult(
        List<OperatingPoint> operatingPoints,
        List<RatePoint> points,
        double equalErrorRate,
        Optional<FoldedAccuracy> accuracy,
        Histogram genuine,
        Histogram impostor) {

    /** Copies the lists and checks that nothing is missing. */
    public VerificationResult {
        operatingPoints = List.copyOf(operatingPoints);
        points = List.copyOf(points);
        Objects.requireNonNull(accuracy, "accuracy");
        Objects.requireNonNull(genuine, "genuine");
        Objects.requireNonNull(impostor, "impostor");
    }
}
