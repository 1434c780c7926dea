package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Comparator;
import java.util.Objects;

/**
 * Which face of which picture. Ordered by picture, then by the face's place among the picture's faces.
 *
 * @param source the picture's identifier; for a file its path
 * @param face the face's ordinal within the picture, from 0
 */
public record FaceId(String source, int face) implements Comparable<FaceId> {

    private static final Comparator<FaceId> ORDER =
            Comparator.comparing(FaceId::source).thenComparingInt(FaceId::face);

    /** Checks that the ordinal is not negative. */
    public FaceId {
        Objects.requireNonNull(source, "source");
        if (face < 0) {
            throw InvalidInputException.ofValue("FaceId", "a face ordinal of at least 0", face);
        }
    }

    @Override
    public int compareTo(FaceId other) {
        return ORDER.compare(this, other);
    }
}
