package io.facequality.pipeline;

import io.facequality.DetectedFace;
import io.facequality.FaceId;
import io.facequality.onnx.diffusion.DiffusionScore;
import java.util.Objects;
import java.util.Optional;

/**
 * A face, its quality by diffusion and what that is made of.
 *
 * @param id which face of which picture
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param score its score with the five similarities, its standard error and its cost
 */
public record ExplainedFace(FaceId id, Optional<DetectedFace> detection, DiffusionScore score) {

    /** Checks that nothing is missing. */
    public ExplainedFace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(score, "score");
    }

    /**
     * The face as other scorers give it.
     *
     * @return the same face with its score alone
     */
    public ScoredFace scored() {
        return new ScoredFace(id, detection, score.quality());
    }
}
