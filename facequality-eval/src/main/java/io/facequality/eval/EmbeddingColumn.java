package io.facequality.eval;

import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import java.util.List;
import java.util.Objects;

/**
 * One embedder's embeddings of all faces.
 *
 * @param label what the embedder is called in results, unlike the others
 * @param model which model it is
 * @param embeddings each face's, all of one dimension and usable
 */
public record EmbeddingColumn(String label, ModelId model, List<Embedding> embeddings) {

    /** Copies the list and checks that all can be compared. */
    public EmbeddingColumn {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(model, "model");
        embeddings = List.copyOf(embeddings);
        for (Embedding embedding : embeddings) {
            if (!embedding.isUsable()) {
                throw InvalidInputException.ofValue(
                        "EmbeddingColumn", "finite embeddings that are not zero", embedding + " by " + label);
            }
        }
    }
}
