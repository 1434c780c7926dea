package io.facequality.pipeline;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.DefaultThresholds.ReportedThreshold;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How alike two faces are. Whether that is enough for one person depends on the embedding model; the library knows a
 * threshold for the embedded one only. For another model it gives no answer: find a threshold with {@link
 * io.facequality.group.ThresholdCalibration}.
 *
 * @param value the cosine of the two embeddings, from -1 to 1; higher is more alike; comparable within one model only
 * @param embedder the model that made the embeddings
 * @param threshold from which value on two faces are taken to be one person's, and how often that is wrong; empty if
 *     nothing was measured with that model
 */
public record Similarity(double value, ModelId embedder, Optional<ReportedThreshold> threshold) {

    /** What a comparison says. */
    public enum Answer {
        /** The value reaches the threshold. */
        SAME_PERSON,
        /** The value does not reach the threshold. */
        DIFFERENT_PEOPLE,
        /** There is no threshold for the model. */
        NOT_CALIBRATED
    }

    /** Checks the value. */
    public Similarity {
        Objects.requireNonNull(embedder, "embedder");
        Objects.requireNonNull(threshold, "threshold");
        if (!(value >= -1 && value <= 1)) {
            throw InvalidInputException.ofValue("Similarity", "a cosine from -1 to 1", value);
        }
    }

    /** With the threshold that the library knows for the model, if it knows one. */
    static Similarity of(double value, ModelId embedder) {
        // Rounding may take the cosine of a face with itself slightly out of its range.
        return new Similarity(Math.max(-1, Math.min(1, value)), embedder, threshold(embedder));
    }

    private static Optional<ReportedThreshold> threshold(ModelId embedder) {
        try {
            return Optional.of(DefaultThresholds.samePerson(embedder));
        } catch (InvalidInputException notMeasured) {
            return Optional.empty();
        }
    }

    /**
     * Whether the faces are one person's.
     *
     * @return the answer at the threshold; {@link Answer#NOT_CALIBRATED} where there is none
     */
    public Answer answer() {
        return threshold
                .map(it -> value >= it.similarity() ? Answer.SAME_PERSON : Answer.DIFFERENT_PEOPLE)
                .orElse(Answer.NOT_CALIBRATED);
    }

    /**
     * How often such an answer is wrong: for {@link Answer#SAME_PERSON} the share of pairs of strangers that reach the
     * threshold, for {@link Answer#DIFFERENT_PEOPLE} the share of pairs of one person that do not.
     *
     * @return from 0 to 1; empty where there is no threshold
     */
    public OptionalDouble errorRate() {
        return threshold.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(answer() == Answer.SAME_PERSON
                        ? threshold.get().falseMatchRate()
                        : threshold.get().falseNonMatchRate());
    }
}
