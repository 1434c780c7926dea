package io.facequality;

import java.util.Objects;

/**
 * What became of one face of a group, and why.
 *
 * @param face the face
 * @param kept whether it is kept
 * @param distanceToRepresentative how far it is from the selection's representative vector, in the selector's distance;
 *     at least 0
 * @param distanceToNearestKept how far it is from the nearest kept face other than itself, in the selector's distance;
 *     at least 0; infinite if no other face is kept
 * @param reason the reason in words, one sentence
 */
public record Decision(
        FaceRecord face, boolean kept, double distanceToRepresentative, double distanceToNearestKept, String reason) {

    /** Checks the distances and that a reason is given. */
    public Decision {
        Objects.requireNonNull(face, "face");
        if (!(distanceToRepresentative >= 0) || !(distanceToNearestKept >= 0)) {
            throw InvalidInputException.ofValue(
                    "Decision", "distances of at least 0", distanceToRepresentative + " and " + distanceToNearestKept);
        }
        if (reason.isBlank()) {
            throw InvalidInputException.ofValue("Decision", "a reason for " + face.id(), "none");
        }
    }
}
