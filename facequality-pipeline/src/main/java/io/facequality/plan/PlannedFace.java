package io.facequality.plan;

import io.facequality.DetectedFace;
import java.util.Objects;
import java.util.Optional;

/**
 * What a plan says of one face.
 *
 * @param picture the picture's path below the plan's root, with {@code /} between its parts
 * @param face the face's ordinal within the picture, from 0
 * @param sha256 the digest of the picture when it was judged, 64 lower-case hexadecimal digits
 * @param kept whether the face is kept
 * @param quality its score; higher is better; comparable within the plan's quality model only
 * @param distanceToRepresentative how far it is from the person's representative vector, at least 0
 * @param distanceToNearestKept how far it is from the nearest other kept face, at least 0; infinite if there is none
 * @param reason why it is kept or dropped, in words
 * @param detection where it is in its picture; empty for a crop taken as it is
 */
public record PlannedFace(
        String picture,
        int face,
        String sha256,
        boolean kept,
        double quality,
        double distanceToRepresentative,
        double distanceToNearestKept,
        String reason,
        Optional<DetectedFace> detection) {

    /** Checks that nothing is missing. */
    public PlannedFace {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detection, "detection");
    }
}
