package io.facequality.pipeline;

import io.facequality.DetectedFace;
import io.facequality.Embedding;
import io.facequality.FaceId;
import java.util.Objects;
import java.util.Optional;

/**
 * A face and its embedding.
 *
 * @param id which face of which picture
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param embedding its embedding, with a direction
 */
public record EmbeddedFace(FaceId id, Optional<DetectedFace> detection, Embedding embedding) {

    /** Checks that nothing is missing. */
    public EmbeddedFace {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(embedding, "embedding");
    }
}
