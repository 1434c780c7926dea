package io.facequality.plan.internal.decisions;

import io.facequality.plan.PlannedGroup.PlannedFace;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A face by what its picture holds, so that it is found again when the file has another name or place.
 *
 * @param sha256 the digest of the picture's file, 64 lower-case hexadecimal digits
 * @param face the face's ordinal within the picture, from 0
 * @param picture the picture's path below the root when the decision was made; it tells equal files apart
 */
public record FaceReference(String sha256, int face, String picture) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Checks the digest and the ordinal. */
    public FaceReference(@Nullable String sha256, int face, @Nullable String picture) {
        if (sha256 == null || !DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 needs 64 lower-case hexadecimal digits");
        }
        if (face < 0) {
            throw new IllegalArgumentException("face needs a number of at least 0");
        }
        this.sha256 = sha256;
        this.face = face;
        this.picture = picture == null ? "" : picture;
    }

    public static FaceReference of(PlannedFace face) {
        return new FaceReference(face.sha256(), face.face(), face.picture());
    }

    Content content() {
        return new Content(sha256, face);
    }

    /** Which face of which bytes, wherever they lie. */
    record Content(String sha256, int face) {

        static Content of(PlannedFace face) {
            return new Content(face.sha256(), face.face());
        }
    }
}
