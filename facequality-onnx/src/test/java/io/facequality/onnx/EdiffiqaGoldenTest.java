package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.Embedding;
import io.facequality.QualityScore;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.testing.Npy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdiffiqaGoldenTest {

    private static final float FEATURE_TOLERANCE = 1e-5f;
    private static final double QUALITY_TOLERANCE = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"ediffiqa-t-random.onnx", "ediffiqa-t-random-with-features.onnx"})
    void qualitiesAreThoseOfThePublishedCode(String file) {
        try (OnnxQualityScorer scorer = OnnxQualityScorer.open(FacesAndModels.file(file))) {
            assertQualities(scorer.score(FacesAndModels.all()));
        }
    }

    @Test
    void featuresAreThoseOfThePublishedCode() {
        try (OnnxEmbedder embedder = OnnxEmbedder.open(FacesAndModels.file("ediffiqa-t-random-with-features.onnx"))) {
            assertFeatures(embedder.embed(FacesAndModels.all()));
        }
    }

    @Test
    void givesPublishedScoreAndEmbeddingInOnePass() {
        try (OnnxScoringEmbedder both =
                OnnxScoringEmbedder.open(FacesAndModels.file("ediffiqa-t-random-with-features.onnx"))) {
            List<ScoredEmbedding> scored = both.scoreAndEmbed(FacesAndModels.all());
            assertQualities(scored.stream().map(ScoredEmbedding::quality).toList());
            assertFeatures(scored.stream().map(ScoredEmbedding::embedding).toList());
        }
    }

    private static void assertQualities(List<QualityScore> scores) {
        float[] expected = Npy.read(FacesAndModels.file("expected-quality.npy")).floats();
        assertThat(scores).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(scores.get(i).value()).isCloseTo(expected[i], offset(QUALITY_TOLERANCE));
        }
    }

    private static void assertFeatures(List<Embedding> embeddings) {
        Npy golden = Npy.read(FacesAndModels.file("expected-features.npy"));
        float[] expected = golden.floats();
        int dimension = golden.shape()[1];
        assertThat(embeddings).hasSize(golden.shape()[0]);
        for (int i = 0; i < expected.length; i++) {
            assertThat(embeddings.get(i / dimension).get(i % dimension))
                    .isCloseTo(expected[i], offset(FEATURE_TOLERANCE));
        }
    }
}
