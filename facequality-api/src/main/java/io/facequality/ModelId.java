package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Which model scored, embedded or detected. Scores and embeddings of different models must not be compared.
 *
 * @param name the model's name, not blank
 * @param version its version, or empty where it has none
 * @param sha256 the digest of the model's file as it lies on disk, 64 lower-case hexadecimal digits; empty for
 *     code without a model file
 */
public record ModelId(String name, String version, String sha256) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}|");

    /** Checks the name and the digest's form. */
    public ModelId {
        Objects.requireNonNull(version, "version");
        if (name.isBlank()) {
            throw InvalidInputException.ofValue("ModelId", "a model name that is not blank", "none");
        }
        if (!DIGEST.matcher(sha256).matches()) {
            throw InvalidInputException.ofValue("ModelId", "64 lower-case hexadecimal digits or nothing", sha256);
        }
    }

    /**
     * Names code that scores, embeds or detects without a model file.
     *
     * @param name the code's name
     * @param version its version
     * @return the identity, without a digest
     */
    public static ModelId ofCode(String name, String version) {
        return new ModelId(name, version, "");
    }

    /**
     * Names code by the class of an object. A lambda goes by the class that it stands in, since its own name
     * changes from run to run.
     *
     * @param code the scorer, embedder or detector
     * @return the identity, without version and digest
     */
    public static ModelId ofCode(Object code) {
        String name = code.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return ofCode(lambda < 0 ? name : name.substring(0, lambda) + " (lambda)", "");
    }
}
