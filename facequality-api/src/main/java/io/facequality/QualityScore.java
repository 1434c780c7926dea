package io.facequality;

import java.util.Objects;

/**
 * How useful a face is for recognition, as one model sees it (utility in the sense of ISO/IEC 29794-1).
 *
 * @param value the raw score; higher is better; its range is the model's own (eDifFIQA: roughly 0 to 1 but unbounded)
 * @param model the model that gave it; scores of different models are not comparable
 */
public record QualityScore(double value, ModelId model) {

    /** Checks that the score is finite. */
    public QualityScore {
        Objects.requireNonNull(model, "model");
        if (!Double.isFinite(value)) {
            throw InvalidInputException.ofValue("QualityScore", "a finite quality", value);
        }
    }
}
