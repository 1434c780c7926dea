package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every scorer. */
public abstract class QualityScorerContract extends CloseableContract<QualityScorer> {

    /** At least three different faces. */
    protected abstract List<AlignedFace> faces();

    @Override
    protected Object call(QualityScorer scorer) {
        return scorer.score(faces());
    }

    @Test
    void noFacesGiveNoScores() {
        try (QualityScorer scorer = open()) {
            assertThat(scorer.score(List.of())).isEmpty();
        }
    }

    @Test
    void aScoreDoesNotDependOnTheFacesBesideIt() {
        try (QualityScorer scorer = open()) {
            List<QualityScore> together = scorer.score(faces());
            assertThat(faces().stream().map(scorer::score).toList()).isEqualTo(together);
        }
    }

    @Test
    void everyScoreNamesItsModel() {
        try (QualityScorer scorer = open()) {
            assertThat(scorer.score(faces())).extracting(QualityScore::model).containsOnly(scorer.model());
        }
    }
}
