package io.facequality.group;

import io.facequality.FaceRecord;
import io.facequality.group.BestCopy.Compared;
import io.facequality.group.BestCopy.Facts;

/**
 * A copy as {@link CopyCriterion} compares it.
 *
 * @param face the copy
 * @param facts what is known of its file
 * @param compared what the other copies tell of it
 * @param eyes whether its size is the distance of the eyes, rather than the picture's side
 * @param size how large its face is, in pixels; comparable within one group
 * @param good whether its quality is within the tolerance of the group's best
 * @param large whether its face is as large as the group's largest, but for a detector's errors
 */
record RankedCopy(
        FaceRecord face,
        Facts facts,
        Compared compared,
        boolean eyes,
        double size,
        boolean good,
        boolean large) {

    static RankedCopy of(FaceRecord face, Facts facts, Compared compared, boolean eyes) {
        double size = eyes ? compared.scale() * face.eyeDistance().orElseThrow() : Math.sqrt(facts.pixels());
        return new RankedCopy(face, facts, compared, eyes, size, true, true);
    }

    RankedCopy with(boolean isGood, boolean isLarge) {
        return new RankedCopy(face, facts, compared, eyes, size, isGood, isLarge);
    }

    boolean isWhole() {
        return facts.damage().isEmpty();
    }

    boolean isAsShot() {
        return compared.alteration().isEmpty();
    }

    double quality() {
        return face.quality().value();
    }

    String picture() {
        return face.id().source();
    }
}
