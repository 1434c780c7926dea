package io.facequality;

import java.util.List;
import java.util.Objects;

/** A scorer and an embedder in one: a single pass over the model gives both. */
@FunctionalInterface
public interface ScoringEmbedder extends QualityScorer, Embedder {

    /**
     * Score and embedding of one face.
     *
     * @param quality its score
     * @param embedding its embedding
     */
    record ScoredEmbedding(QualityScore quality, Embedding embedding) {

        /** Checks that nothing is missing. */
        public ScoredEmbedding {
            Objects.requireNonNull(quality, "quality");
            Objects.requireNonNull(embedding, "embedding");
        }
    }

    /**
     * Scores and embeds faces in one pass. Safe to call from several threads at once.
     *
     * @param faces any number of faces
     * @return score and embedding of each, in their order
     * @throws FaceQualityException.ModelException if the model fails
     * @throws FaceQualityException.ClosedException after {@link #close()}
     */
    List<ScoredEmbedding> scoreAndEmbed(List<AlignedFace> faces);

    @Override
    default List<QualityScore> score(List<AlignedFace> faces) {
        return scoreAndEmbed(faces).stream().map(ScoredEmbedding::quality).toList();
    }

    @Override
    default List<Embedding> embed(List<AlignedFace> faces) {
        return scoreAndEmbed(faces).stream().map(ScoredEmbedding::embedding).toList();
    }

    @Override
    default ModelId model() {
        return QualityScorer.super.model();
    }

    @Override
    default void close() {}
}
