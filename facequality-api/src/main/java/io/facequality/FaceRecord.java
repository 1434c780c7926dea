package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is kept of a face once its pixels are gone: about two kilobytes.
 *
 * @param id which face of which picture
 * @param pictureSha256 the digest of the picture's encoded bytes (of its pixels, where it came decoded), 64 lower-case
 *     hexadecimal digits; equal digests mean equal pictures
 * @param detection where the face is in its picture; empty for a crop taken as it is
 * @param quality its score, with the model that gave it
 * @param embedding its embedding, with a direction
 * @param embedder the model that made the embedding; embeddings of different models cannot be compared
 */
public record FaceRecord(
        FaceId id,
        String pictureSha256,
        Optional<DetectedFace> detection,
        QualityScore quality,
        Embedding embedding,
        ModelId embedder) {

    /** Checks that nothing is missing and that the embedding can be compared. */
    public FaceRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pictureSha256, "pictureSha256");
        Objects.requireNonNull(detection, "detection");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(embedder, "embedder");
        if (!embedding.isUsable()) {
            throw InvalidInputException.ofValue("FaceRecord", "a finite embedding that is not zero", embedding + " for " + id);
        }
    }

    /**
     * How large the face was in its picture.
     *
     * @return the distance between the eyes in pixels; empty for a crop taken as it is
     */
    public OptionalDouble eyeDistance() {
        return detection.isPresent()
                ? OptionalDouble.of(detection.get().landmarks().eyeDistance())
                : OptionalDouble.empty();
    }
}
