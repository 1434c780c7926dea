package io.facequality.group;

import io.facequality.FaceGroup;
import io.facequality.InvalidInputException;
import java.util.Objects;
import java.util.Optional;

/**
 * Faces that belong together, with the two that do so least.
 *
 * @param faces the faces in the order of their ids; the group is named after the first one's picture
 * @param widest the least similar pair; empty for a face that is alone
 */
public record DuplicateGroup(FaceGroup faces, Optional<WidestPair> widest) {

    /** Checks that there is a pair exactly where there are two faces. */
    public DuplicateGroup {
        Objects.requireNonNull(faces, "faces");
        if (widest.isPresent() != faces.size() > 1) {
            throw InvalidInputException.ofValue(
                    "DuplicateGroup",
                    "a widest pair of a group of several faces and of no other",
                    widest + " of " + faces.size() + " faces");
        }
    }
}
