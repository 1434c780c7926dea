package io.facequality.eval;

import io.facequality.ModelId;
import java.util.Objects;

/**
 * What one scorer says of the faces.
 *
 * @param label the scorer's label
 * @param model which model it is
 * @param histogram its raw scores
 * @param measured a calibration with these faces as the reference set
 * @param used the calibration that advice is given in: the one that came with the model, or else the measured one
 */
public record ScorerResult(
        String label, ModelId model, Histogram histogram, ScoreCalibration measured, ScoreCalibration used) {

    /** Checks that nothing is missing. */
    public ScorerResult {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(histogram, "histogram");
        Objects.requireNonNull(measured, "measured");
        Objects.requireNonNull(used, "used");
    }
}
