package io.facequality;

import java.util.Objects;
import java.util.Optional;

/**
 * A face of a picture, and what is known of it.
 *
 * @param id which face of which picture
 * @param detection where it is in its picture; empty for a crop that is taken as it is
 * @param value what is known of it, such as its {@link QualityScore}, its {@link Embedding} or its {@link AlignedFace}
 * @param <V> the type of that
 */
public record Face<V>(FaceId id, Optional<DetectedFace> detection, V value) {

    /** Checks that nothing is missing. */
    public Face {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(value, "value");
    }

    /**
     * The same face with something else that is known of it.
     *
     * @param other what is known of it
     * @param <W> the type of that
     * @return a face with the same id and detection
     */
    public <W> Face<W> with(W other) {
        return new Face<>(id, detection, other);
    }
}
