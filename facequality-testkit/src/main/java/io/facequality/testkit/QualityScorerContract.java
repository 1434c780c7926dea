package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every {@link QualityScorer}. */
public abstract class QualityScorerContract extends CloseableContract<QualityScorer> {

    /** For the class of your tests. */
    protected QualityScorerContract() {}

    /**
     * Faces to score.
     *
     * @return at least three different faces, the same each time
     */
    protected abstract List<AlignedFace> faces();

    @Override
    protected Object call(QualityScorer scorer) {
        return scorer.score(faces());
    }

    @Test
    void scoresNoFacesAsNothing() {
        try (QualityScorer scorer = open()) {
            assertThat(scorer.score(List.of())).isEmpty();
        }
    }

    @Test
    void scoresFaceAloneAsBesideOthers() {
        try (QualityScorer scorer = open()) {
            List<QualityScore> together = scorer.score(faces());
            assertThat(faces().stream().map(scorer::score).toList()).isEqualTo(together);
        }
    }

    @Test
    void namesItsModelInEveryScore() {
        try (QualityScorer scorer = open()) {
            assertThat(scorer.score(faces()))
                    .hasSameSizeAs(faces())
                    .extracting(QualityScore::model)
                    .containsOnly(scorer.model());
        }
    }
}
