package io.facequality.cli.internal.score;

import io.facequality.QualityScore;
import io.facequality.images.QualityReport;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import java.util.Optional;

/**
 * What is written of a face.
 *
 * @param quality its score
 * @param diffusion what the score is made of; empty where a model gave it in one pass
 * @param report what is wrong with the face; empty where nobody asked
 */
record ScoredFace(QualityScore quality, Optional<DiffusionScore> diffusion, Optional<QualityReport> report) {

    /** What is written beside scores. */
    enum Part {
        /** What a score by diffusion is made of. */
        DIFFUSION,
        /** What is wrong with the face. */
        REPORT
    }

    static ScoredFace of(QualityScore quality) {
        return new ScoredFace(quality, Optional.empty(), Optional.empty());
    }

    static ScoredFace of(DiffusionScore score) {
        return new ScoredFace(score.quality(), Optional.of(score), Optional.empty());
    }

    ScoredFace with(QualityReport of) {
        return new ScoredFace(quality, diffusion, Optional.of(of));
    }
}
