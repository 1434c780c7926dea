package io.facequality.eval;

import io.facequality.ModelId;
import java.util.Objects;

/**
 * The scores of one scorer, whatever the embedder.
 *
 * @param label the scorer's label
 * @param model the scorer's model
 * @param histogram the raw scores
 * @param measured a calibration with these faces as the reference set
 * @param used the calibration of the advice: the one that came with the model, otherwise the measured one
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
