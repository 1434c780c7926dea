package io.facequality.pipeline;

import io.facequality.DetectedFace;
import io.facequality.FaceId;
import io.facequality.QualityScore;
import java.util.Objects;
import java.util.Optional;

/**
 * A face and its quality.
 *
 * @param id which face of which picture
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param quality its score; higher is better
 */
public record ScoredFace(FaceId id, Optional<DetectedFace> detection, QualityScore quality) {

    /** Checks that nothing is missing. */
    public ScoredFace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(quality, "quality");
    }
}
