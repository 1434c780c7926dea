package io.facequality;

import java.util.Objects;
import java.util.Optional;

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
 * @param copyOf the best copy of the shot that the face is a worse copy of; empty if it is the best or the only copy,
 *     or nobody looked for copies
 */
public record Decision(
        FaceRecord face,
        boolean kept,
        double distanceToRepresentative,
        double distanceToNearestKept,
        String reason,
        Optional<FaceId> copyOf) {

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
        Objects.requireNonNull(copyOf, "copyOf");
    }

    /**
     * A decision about a face that is nobody's worse copy.
     *
     * @param face the face
     * @param kept whether it is kept
     * @param distanceToRepresentative how far it is from the selection's representative vector; at least 0
     * @param distanceToNearestKept how far it is from the nearest kept face other than itself; infinite if there is none
     * @param reason the reason in words, one sentence
     */
    public Decision(
            FaceRecord face, boolean kept, double distanceToRepresentative, double distanceToNearestKept, String reason) {
        this(face, kept, distanceToRepresentative, distanceToNearestKept, reason, Optional.empty());
    }

    /**
     * The same about a worse copy.
     *
     * @param best the best copy of the same shot
     * @return another decision
     */
    public Decision asCopyOf(FaceId best) {
        return new Decision(
                face, kept, distanceToRepresentative, distanceToNearestKept, reason, Optional.of(best));
    }
}
