package io.facequality.distill.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.student.BlockStudent;
import io.facequality.distill.internal.student.DenseStudent;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.ModelExport;
import io.facequality.distill.internal.training.TinyFaces;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that goes on from a delivered model starts from what that model gives. */
@Tag("slow")
class TorchUnfoldingTest {

    private static final DenseStudent NETWORK = new DenseStudent(16, 24, 8);
    private static final DistillationSettings SETTINGS = DistillationSettings.defaults(Kind.DENSE);

    @TempDir
    Path folder;

    private Path model;
    private List<AlignedFace> faces;

    @BeforeEach
    void export() throws IOException {
        FaceFiles files = new FaceFiles(folder);
        faces = TinyFaces.draw(folder).stream().map(image -> files.readAgain(image.path())).toList();
        model = Files.write(folder.resolve("model.onnx"), ModelExport.of(NETWORK.export(trained()), Map.of()));
    }

    /** Weights whose normalizations do something, as after a training. */
    private static Map<String, Tensor> trained() {
        Random random = new Random(7);
        Map<String, Tensor> weights = new LinkedHashMap<>(NETWORK.firstWeights(3));
        weights.replaceAll((name, tensor) -> {
            if (!name.contains(".bn.")) {
                return tensor;
            }
            float[] values = tensor.floats();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.4 * random.nextDouble());
            }
            return Tensor.of(values, values.length);
        });
        return weights;
    }

    @Test
    void startsFromWhatTheExportedModelGives() {
        Map<String, Tensor> start = TorchStudent.startingFrom(model, NETWORK, faces, SETTINGS.training());

        List<ExportCheck.Output> outputs;
        try (TorchStudent student = new TorchStudent(NETWORK, start, MapHints.none(), SETTINGS)) {
            outputs = student.run(start, faces);
        }
        try (OnnxScoringEmbedder exported = OnnxScoringEmbedder.open(model)) {
            for (int face = 0; face < faces.size(); face++) {
                var expected = exported.scoreAndEmbed(List.of(faces.get(face))).get(0);
                assertThat(outputs.get(face).score()).isCloseTo(expected.quality().value(), within(1e-4));
                assertThat(outputs.get(face).features().cosine(expected.embedding())).isGreaterThan(1 - 1e-4);
            }
        }
    }

    @Test
    void studentOfBlocksStartsFromWhatItsModelGives() throws IOException {
        BlockStudent blocks = new BlockStudent(24, 8);
        Map<String, Tensor> first = blocks.firstWeights(3);
        Path exported = Files.write(folder.resolve("blocks.onnx"), ModelExport.of(blocks.export(first), Map.of()));
        List<AlignedFace> some = faces.subList(0, 2);

        Map<String, Tensor> start = TorchStudent.startingFrom(exported, blocks, some, SETTINGS.training());

        List<Embedding> expected = TorchStudent.features(blocks, first, some, SETTINGS.training());
        List<Embedding> found = TorchStudent.features(blocks, start, some, SETTINGS.training());
        for (int face = 0; face < some.size(); face++) {
            assertThat(found.get(face).cosine(expected.get(face))).isGreaterThan(1 - 1e-4);
        }
    }

    @Test
    void convolutionsGiveTheSameWhereTheBatchIsNormalizedByItself() {
        Map<String, Tensor> start = TorchStudent.startingFrom(model, NETWORK, faces, SETTINGS.training());

        try (NDManager scope = TorchEngine.start(1).newBaseManager()) {
            NDArray images = TorchStudent.images(scope, faces);
            NDArray byRunning = NETWORK.apply(
                            TorchOperators.validating(scope, TorchWeights.fixed(scope, start)), images)
                    .maps()
                    .get(0);
            NDArray byBatch = NETWORK.apply(
                            TorchOperators.training(scope, TorchWeights.fixed(scope, start)), images)
                    .maps()
                    .get(0);
            assertThat(byBatch.sub(byRunning).abs().max().getFloat())
                    .isLessThan(1e-3f * byRunning.abs().max().getFloat());
        }
    }

    @Test
    void refusesModelWithFeaturesOfAnotherLength() {
        assertThatThrownBy(() -> TorchStudent.startingFrom(
                        model, new DenseStudent(16, 32, 8), faces, SETTINGS.training()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("base_model.linear.weight");
    }
}
