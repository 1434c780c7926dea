package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenImportTest {

    private static final double TINY_FEATURES = 1e-5;
    private static final double TINY_QUALITY = 1e-4;
    private static final double NARROW_BOTH = 1e-4;

    @TempDir
    private Path folder;

    @Test
    void scoresLikePublishedCodeWithTinyScorer() {
        assertGolden(GoldenData.SHARED, GoldenWeights.TINY, TINY_FEATURES, TINY_QUALITY);
    }

    @ParameterizedTest
    @EnumSource
    void scoresLikePublishedCodeWithResidualScorer(GoldenData data) {
        assertGolden(data, GoldenWeights.NARROW, NARROW_BOTH, NARROW_BOTH);
    }

    private void assertGolden(GoldenData data, Path name, double featureTolerance, double qualityTolerance) {
        Path model = folder.resolve("model.onnx");
        Path weights = GoldenWeights.file(data, name);
        ModelImport.of(weights).build().writeTo(model);
        Path golden = weights.getParent();
        float[] features = Npy.read(golden.resolve("expected-features.npy")).floats();
        float[] qualities = Npy.read(golden.resolve("expected-quality.npy")).floats();
        try (OnnxScoringEmbedder scorer = OnnxScoringEmbedder.open(model)) {
            List<ScoredEmbedding> scored = scorer.scoreAndEmbed(GoldenWeights.faces(data));
            assertThat(scored).hasSameSizeAs(qualities);
            for (int face = 0; face < qualities.length; face++) {
                float[] embedding = scored.get(face).embedding().toArray();
                assertThat(scored.get(face).quality().value())
                        .isCloseTo(qualities[face], offset(qualityTolerance));
                for (int i = 0; i < embedding.length; i++) {
                    assertThat((double) embedding[i])
                            .isCloseTo(features[face * embedding.length + i], offset(featureTolerance));
                }
            }
        }
    }
}
