package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ProgressListener.Progress;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.pipeline.internal.PipelineModels;
import io.facequality.pipeline.internal.RealFaces;
import io.facequality.pipeline.internal.Version;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate in front of models in 8 bits. Speed is put in: a test must not depend on it. */
class ModelQuantizationTest {

    private static final ModelContract CONTRACT = ModelContract.ediffiqa();
    private static final ModelFile EMBEDDED = PipelineModels.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING);

    @TempDir
    private Path folder;

    @Test
    void writesEmbeddedModelWithProvenanceAfterRealFacesPass() throws IOException {
        List<Progress> progress = new ArrayList<>();
        ModelQuantization quantization =
                ModelQuantization.of(EMBEDDED, CONTRACT, RealFaces.of(200), progress::add, (a, b, faces) -> 1.5);
        ModelQuantization.Figures figures = quantization.figures();
        assertThat(figures.fidelity().rankCorrelation().orElseThrow()).isBetween(0.995, 0.99999);
        assertThat(figures.fidelity().cosine().orElseThrow()).isBetween(0.99, 0.99999);
        assertThat(figures.passes()).isTrue();
        assertThat(progress).hasSize(100).allMatch(step -> step.stage() == Progress.Stage.CALIBRATING);

        Path out = folder.resolve("small.onnx");
        quantization.write(out);
        assertThat(Files.size(out)).isLessThan(EmbeddedModel.QUALITY_AND_EMBEDDING.read().length * 2L / 3);
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
                .contains("facequality.quantization.spearman", "100 other faces", "facequality " + Version.current());
        try (OnnxScoringEmbedder reopened = OnnxScoringEmbedder.open(out)) {
            assertThat(reopened.score(RealFaces.of(2))).hasSize(2);
        }
    }

    @Test
    void writesNoModelThatIsNotFaster() throws IOException {
        ModelQuantization quantization =
                ModelQuantization.of(EMBEDDED, CONTRACT, noise(100), step -> {}, (a, b, faces) -> 0.97);
        Path out = Files.writeString(folder.resolve("earlier.onnx"), "an earlier model");
        assertThatThrownBy(() -> quantization.write(out))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("0.97 times as fast")
                .hasMessageContaining("on 50 faces");
        assertThat(out).hasContent("an earlier model");
        assertThat(folder).isDirectoryContaining(file -> file.equals(out));
    }

    @Tag("slow")
    @Test
    void writesNoModelThatLosesAccuracyHoweverFast() {
        Path ediffiqa = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
        ModelQuantization quantization = ModelQuantization.of(
                ModelFile.of(ediffiqa), CONTRACT, RealFaces.of(100), step -> {}, (a, b, faces) -> 9);
        assertThat(quantization.figures().passes()).isFalse();
        Path out = folder.resolve("inaccurate.onnx");
        assertThatThrownBy(() -> quantization.write(out))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("at least 0.995")
                .hasMessageContaining("mean embedding cosine 0.");
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesFewFaces() {
        assertThatThrownBy(() -> ModelQuantization.of(EMBEDDED, CONTRACT, noise(99), step -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 100 faces")
                .hasMessageContaining("99");
    }

    @Test
    void refusesForEachFigureAlone() {
        assertThat(figures(0.995, 0.99, 1.01).passes()).isTrue();
        assertThat(figures(0.9949, 1, 2).passes()).isFalse();
        assertThat(figures(Double.NaN, 1, 2).passes()).isFalse();
        assertThat(figures(1, 0.9899, 2).passes()).isFalse();
        assertThat(figures(1, 1, 1).passes()).isFalse();
    }

    @Test
    void saysThatFigureFallsShort() {
        assertThat(figures(0.99499, 0.98999, 1.2)).hasToString("Spearman correlation of quality 0.9949,"
                + " mean embedding cosine 0.9899, 1.20 times as fast as float32, on 20 faces");
    }

    private static ModelQuantization.Figures figures(double correlation, double cosine, double speed) {
        return new ModelQuantization.Figures(
                10,
                new FidelityGate.Figures(20, OptionalDouble.of(correlation), OptionalDouble.of(cosine)),
                speed);
    }

    private static List<AlignedFace> noise(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(i -> Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, random::nextBytes))
                .map(AlignedFace::of)
                .toList();
    }
}
