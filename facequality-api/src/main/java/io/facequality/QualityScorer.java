package io.facequality;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Scores the quality of faces. */
@FunctionalInterface
public interface QualityScorer extends AutoCloseable {

    /**
     * Scores faces. Safe to call from several threads at once; a face's score does not depend on the faces beside it.
     *
     * @param faces any number of faces
     * @return one score for each, in their order; higher is better
     * @throws FaceQualityException.ModelException if the model fails
     * @throws FaceQualityException.ClosedException after {@link #close()}
     */
    List<QualityScore> score(List<AlignedFace> faces);

    /**
     * Scores one face.
     *
     * @param face the face
     * @return its score; higher is better
     */
    default QualityScore score(AlignedFace face) {
        return score(List.of(face)).get(0);
    }

    /**
     * Which model scores; it goes into every plan.
     *
     * @return the model's identity; by default the implementing class, without a digest
     */
    default ModelId model() {
        return ModelId.ofCode(this);
    }

    /** Releases what the scorer holds; idempotent, waits for calls in flight. A lambda holds nothing. */
    @Override
    default void close() {}

    /**
     * A scorer of the caller's own that looks at one face at a time.
     *
     * @param model names the scorer and its version; it goes into every plan
     * @param quality gives a finite score, higher is better; called from several threads at once
     * @return the scorer
     */
    static QualityScorer of(ModelId model, ToDoubleFunction<? super AlignedFace> quality) {
        return new QualityScorer() {
            @Override
            public List<QualityScore> score(List<AlignedFace> faces) {
                return faces.stream()
                        .map(face -> new QualityScore(quality.applyAsDouble(face), model))
                        .toList();
            }

            @Override
            public ModelId model() {
                return model;
            }
        };
    }
}
