package io.facequality.pipeline;

import io.facequality.Face;
import io.facequality.Outcome;
import java.util.List;
import java.util.Objects;

/**
 * What became of one picture.
 *
 * @param source the picture's identifier
 * @param faces what is known of its faces, in the order of their ordinals, at least one; or why the picture cannot be
 *     used
 * @param <V> what is known of a face
 */
public record Picture<V>(String source, Outcome<List<Face<V>>> faces) {

    /** Checks that nothing is missing. */
    public Picture {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(faces, "faces");
    }
}
