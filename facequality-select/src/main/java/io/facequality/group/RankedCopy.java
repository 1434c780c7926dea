package io.facequality.group;

import io.facequality.FaceRecord;
import io.facequality.group.BestCopy.Facts;
import java.util.Optional;

/**
 * A copy as {@link CopyCriterion} compares it.
 *
 * @param face the copy
 * @param facts what is known of its file
 * @param alteration what was done to it, as the other copies tell
 * @param eyes whether its size is the distance of the eyes, rather than the picture's side
 * @param size how large its face is, in pixels; comparable within one group
 * @param good whether its quality is within the tolerance of the group's best
 * @param large whether its face is as large as the group's largest, but for a detector's errors
 */
record RankedCopy(
        FaceRecord face,
        Facts facts,
        Optional<String> alteration,
        boolean eyes,
        double size,
        boolean good,
        boolean large) {

    static RankedCopy of(FaceRecord face, Facts facts, Optional<String> alteration, boolean eyes) {
        double size = eyes ? face.eyeDistance().orElseThrow() : Math.sqrt(facts.pixels());
        return new RankedCopy(face, facts, alteration, eyes, size, true, true);
    }

    RankedCopy with(boolean isGood, boolean isLarge) {
        return new RankedCopy(face, facts, alteration, eyes, size, isGood, isLarge);
    }

    boolean isWhole() {
        return facts.damage().isEmpty();
    }

    boolean isAsShot() {
        return alteration.isEmpty();
    }

    double quality() {
        return face.quality().value();
    }

    String picture() {
        return face.id().source();
    }
}
