package io.facequality;

import java.util.Objects;

/**
 * Both judgements of one face.
 *
 * @param quality its score
 * @param embedding its embedding
 */
public record ScoredEmbedding(QualityScore quality, Embedding embedding) {

    /** Checks that nothing is missing. */
    public ScoredEmbedding {
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(embedding, "embedding");
    }
}
