package io.facequality.group;

import io.facequality.FaceId;
import io.facequality.InvalidInputException;
import java.util.Objects;

/**
 * The two faces of a group that are least alike. Of equally unlike ones the first in the order of their ids.
 *
 * @param first one face
 * @param second the other, after the first in the order of ids
 * @param similarity how alike they are: for embeddings their cosine, from -1 to 1; for perceptual hashes the share of
 *     equal bits, from 0 to 1; 1 for equal files
 */
public record WidestPair(FaceId first, FaceId second, double similarity) {

    /** Checks the order and the range. */
    public WidestPair {
        Objects.requireNonNull(first, "first");
        if (first.compareTo(second) >= 0) {
            throw InvalidInputException.ofValue("WidestPair", "two faces in order", first + " and " + second);
        }
        if (!(similarity >= -1 && similarity <= 1)) {
            throw InvalidInputException.ofValue("WidestPair", "a similarity from -1 to 1", similarity);
        }
    }

    /**
     * The group's diameter.
     *
     * @return {@code 1 - similarity}, from 0 to 2
     */
    public double diameter() {
        return 1 - similarity;
    }
}
