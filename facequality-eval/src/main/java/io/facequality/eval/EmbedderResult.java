package io.facequality.eval;

import io.facequality.ModelId;
import java.util.List;
import java.util.Objects;

/**
 * What one embedder, as the judge, says of all scorers.
 *
 * @param label the embedder's label
 * @param model which model it is
 * @param verification how well it tells people apart whatever the quality
 * @param start the false match rate, threshold and false non-match rate that the discarding starts from
 * @param discards one result for each scorer
 * @param ideal the curve of an oracle that discards the false non-matches first
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
