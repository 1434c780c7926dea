package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.eval.EvaluatedFaces;
import java.nio.ByteBuffer;
import java.util.List;

/** A scorer with the log of its scores. */
final class CachedScorer extends CachedModel {

    private final QualityScorer scorer;

    CachedScorer(String label, QualityScorer scorer, ModelResultLog log) {
        super(label, scorer.model(), log);
        this.scorer = scorer;
    }

    QualityScorer scorer() {
        return scorer;
    }

    @Override
    List<byte[]> run(List<AlignedFace> faces) {
        return scorer.score(faces).stream().map(CachedScorer::bytes).toList();
    }

    static byte[] bytes(QualityScore score) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(score.value()).array();
    }

    EvaluatedFaces.Scores scores(List<String> digests) {
        return EvaluatedFaces.Scores.copyOf(
                label(),
                model(),
                digests.stream().mapToDouble(digest -> log().read(digest).getDouble()).toArray());
    }
}
