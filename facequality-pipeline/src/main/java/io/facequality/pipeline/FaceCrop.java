package io.facequality.pipeline;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceId;
import java.util.Objects;
import java.util.Optional;

/**
 * A face that was cut out and waits to be judged.
 *
 * @param id which face of which picture
 * @param pictureSha256 the digest of the picture's encoded bytes (of its pixels, where it came decoded), 64 lower-case
 *     hexadecimal digits; empty where nobody asked for it
 * @param detection where it is in its picture; empty for a crop taken as it is
 * @param face its pixels
 */
public record FaceCrop(
        FaceId id, String pictureSha256, Optional<DetectedFace> detection, AlignedFace face) {

    /** Checks that nothing is missing. */
    public FaceCrop {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pictureSha256, "pictureSha256");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(face, "face");
    }
}
