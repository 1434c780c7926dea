package io.facequality.eval;

import io.facequality.ModelId;
import io.facequality.eval.VerificationResult.OperatingPoint;
import java.util.List;
import java.util.Objects;

/**
 * All scorers, measured with the comparisons of one embedder.
 *
 * @param label the embedder's label
 * @param model the embedder's model
 * @param verification how well the embedder tells people apart, whatever the quality
 * @param start false match rate, threshold and false non-match rate before anything is discarded
 * @param discards one result per scorer
 * @param ideal the curve of an ideal discard, which removes the false non-matches first
 */
public record EmbedderResult(
        String label,
        ModelId model,
        VerificationResult verification,
        OperatingPoint start,
        List<DiscardResult> discards,
        ErrorVersusDiscard ideal) {

    /** Copies the list and checks that nothing is missing. */
    public EmbedderResult {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(verification, "verification");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(ideal, "ideal");
        discards = List.copyOf(discards);
    }
}
