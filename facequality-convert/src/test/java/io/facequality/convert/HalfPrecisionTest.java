package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ProgressListener;
import io.facequality.convert.internal.checkpoint.SavedStateDict;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.RandomIResNet;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights stored in half precision go through the gate that models in 8 bits go through, on faces of people. */
class HalfPrecisionTest {

    @TempDir
    private Path folder;

    @Test
    void halvesModelThatPassesAndTellsFigures() throws IOException {
        Path weights = GoldenWeights.file(GoldenWeights.NARROW);
        Path exact = folder.resolve("exact.onnx");
        Path half = folder.resolve("half.onnx");
        ModelImport.of(weights).build().writeTo(exact);
        ModelImport.Imported imported = ModelImport.of(weights).halfPrecision(gate()).build().writeTo(half);
        assertThat((double) Files.size(half) / Files.size(exact)).isLessThan(0.6);
        assertThat(imported.report().metadata())
                .containsEntry("facequality.stored", "float16")
                .containsEntry("facequality.stored.compared", "50 faces")
                .hasEntrySatisfying("facequality.stored.spearman", value -> assertThat(Double.parseDouble(value))
                        .isBetween(0.995, 1.0))
                .hasEntrySatisfying("facequality.stored.cosine", value -> assertThat(Double.parseDouble(value))
                        .isBetween(0.99, 1.0));
        assertThat(ModelCheck.run(half).lines()).anyMatch(line -> line.contains("prelu-as-relu"));
        try (OnnxScoringEmbedder stored = OnnxScoringEmbedder.open(half);
                OnnxScoringEmbedder original = OnnxScoringEmbedder.open(exact)) {
            double expected = original.score(GoldenWeights.faces()).get(0).value();
            double found = stored.score(GoldenWeights.faces()).get(0).value();
            assertThat(found).isCloseTo(expected, offset(1e-2)).isNotEqualTo(expected);
        }
        assertThat(files()).containsExactlyInAnyOrder(exact, half);
    }

    /** Of numbers near a half's smallest, hardly a bit is left. */
    @Test
    void refusesModelThatDoesNotPassWithFiguresAndWritesNothing() throws IOException {
        FidelityGate gate = gate();
        Map<String, Tensor> tensors =
                new RandomIResNet(new int[] {2, 3, 3, 4}, new int[] {1, 1, 1, 1}).tensors();
        tensors.computeIfPresent("mlp.l1.weight", (name, tensor) -> scaled(tensor, 1e-7f));
        tensors.computeIfPresent("mlp.l1.bias", (name, tensor) -> scaled(tensor, 0));
        tensors.computeIfPresent("mlp.l2.bias", (name, tensor) -> scaled(tensor, 0));
        Path weights = SavedStateDict.write(tensors, folder.resolve("weights.pth"));
        Path out = Files.writeString(folder.resolve("earlier.onnx"), "an earlier model");
        assertThatThrownBy(() -> ModelImport.of(weights).halfPrecision(gate).build().writeTo(out))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(weights.toString())
                .hasMessageContaining("Spearman correlation of quality 0.")
                .hasMessageContaining("mean embedding cosine 0.9999")
                .hasMessageContaining("on 50 faces");
        assertThat(out).hasContent("an earlier model");
        assertThat(files()).containsExactlyInAnyOrder(weights, out);
        ModelImport.of(weights).build().writeTo(out);
        assertThat(out).isNotEmptyFile();
    }

    @Test
    void leavesNothingWhenGateIsInterrupted() throws IOException {
        Path weights = GoldenWeights.file(GoldenWeights.NARROW);
        ModelImport interrupted = ModelImport.of(weights)
                .halfPrecision(gate(progress -> Thread.currentThread().interrupt()))
                .build();
        assertThatThrownBy(() -> interrupted.writeTo(folder.resolve("model.onnx")))
                .isInstanceOf(CancellationException.class);
        assertThat(files()).isEmpty();
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        float[] numbers = tensor.floats();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= factor;
        }
        return Tensor.of(numbers, tensor.shape().stream().mapToLong(Long::longValue).toArray());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static FidelityGate gate() {
        return gate(ProgressListener.none());
    }

    private static FidelityGate gate(ProgressListener listener) {
        List<AlignedFace> faces = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            pipeline.process(
                    PictureSearch.usual().below(SharedData.path("data", "published-groups")).pictures(),
                    FaceWork.aligned(),
                    image -> image.faces().accept(
                            found -> found.forEach(face -> faces.add(face.value())), rejection -> {}));
        }
        return FidelityGate.of(ModelContract.ediffiqa(), faces, listener);
    }
}
