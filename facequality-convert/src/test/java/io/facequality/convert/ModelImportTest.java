package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.onnx.EndlessModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportTest {

    private static final Tensor ANY = Tensor.of(new float[1], 1);

    @TempDir
    private Path folder;

    @Test
    void tellsInModelWhereItIsFrom() {
        Path weights = GoldenWeights.file(GoldenWeights.TINY);
        Path out = folder.resolve("new/model.onnx");
        ModelImport.Imported imported = ModelImport.of(weights).build().writeTo(out);
        assertThat(imported.variant()).isEqualTo("MobileFaceNet with eDifFIQA's quality head");
        ModelReport report = ModelCheck.run(out);
        assertThat(report.metadata())
                .containsEntry("facequality.variant", imported.variant())
                .containsEntry("facequality.source", "ediffiqaT-random.pth")
                .hasEntrySatisfying("facequality.source.sha256", digest -> assertThat(digest).hasSize(64));
        assertThat(report.sha256()).isEqualTo(imported.report().sha256());
        assertThat(report.lines())
                .anyMatch(line -> line.matches("made by +facequality [0-9].*"))
                .anyMatch(line -> line.contains("input float32 [n,3,112,112]"))
                .anyMatch(line -> line.contains("features float32 [n,512], quality float32 [n,1]"))
                .anyMatch(line -> line.contains("prelu-as-relu"))
                .anyMatch(line -> line.startsWith("drawn face") && line.contains("quality = "));
        assertThat(imported.report().size()).isEqualTo(out.toFile().length());
    }

    @Test
    void keepsBackboneThatIsThere() {
        Path weights = GoldenWeights.file(GoldenWeights.NARROW);
        ModelImport.Imported imported =
                ModelImport.of(weights).backbone(weights).build().writeTo(folder.resolve("model.onnx"));
        assertThat(imported.fromBackbone()).isZero();
        assertThat(imported.report().metadata()).doesNotContainKey("facequality.backbone");
    }

    @Test
    void givesHeadThatWasSavedAloneItsBackbone() {
        StateDict head = new StateDict(Map.of("mlp.l1.weight", ANY), List.of());
        StateDict backbone = new StateDict(Map.of("base_model.fc.weight", ANY, "mlp.l1.weight", ANY), List.of());
        assertThat(head.completedFrom(backbone).tensors()).containsOnlyKeys("mlp.l1.weight", "fc.weight");
    }

    @Test
    void takesWrappersOffNames() {
        assertThat(names("", "module.layer1.0.conv1.weight")).containsExactly("layer1.0.conv1.weight");
        assertThat(names("state_dict", "module.base_model.layer1.0.bn1.bias", "module.mlp.l1.weight"))
                .containsExactly("base_model.layer1.0.bn1.bias", "mlp.l1.weight");
        assertThat(names("model", "betas", "model.init_conv.weight")).containsExactly("init_conv.weight");
        assertThat(names("ema", "step", "online_model.model.init_conv.weight", "ema_model.model.init_conv.weight"))
                .containsExactly("init_conv.weight");
    }

    private static Iterable<String> names(String group, String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, ANY);
        }
        return StateDict.of(Map.of(group, tensors), Optional.empty(), "test").tensors().keySet();
    }

    @Test
    void takesPublishedPartOfTrainingCheckpointUnlessAnotherIsNamed() {
        Map<String, Tensor> model = Map.of("init_conv.weight", ANY);
        Map<String, Tensor> ema = Map.of("ema_model.init_conv.bias", ANY, "ema_model.init_conv.weight", ANY);
        Map<String, Map<String, Tensor>> groups = Map.of("ema", ema, "model", model, "opt/state/0", model);
        assertThat(StateDict.of(groups, Optional.empty(), "test").tensors()).hasSize(1);
        assertThat(StateDict.of(groups, Optional.of("ema"), "test").tensors()).hasSize(2);
        assertThatThrownBy(() -> StateDict.of(groups, Optional.of("student"), "test"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected the tensors student")
                .hasMessageContaining("Name the part to take");
    }

    @Test
    void neverOverwritesWeights() throws IOException {
        Path weights = Files.write(folder.resolve("weights.pth"), new byte[] {1});
        assertThatThrownBy(() -> ModelImport.of(weights).build().writeTo(weights))
                .isInstanceOf(InvalidInputException.class);
        assertThat(weights).hasBinaryContent(new byte[] {1});
    }

    @Test
    void leavesNothingOfImportThatFails() throws IOException {
        Path weights = GoldenWeights.file(GoldenWeights.TINY);
        Path folderInTheWay = Files.createDirectories(folder.resolve("model.onnx/full"));
        assertThatThrownBy(() -> ModelImport.of(weights).build().writeTo(folderInTheWay.getParent()))
                .isInstanceOf(StorageException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ModelImport.of(weights).build().writeTo(folder.resolve("other.onnx")))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folderInTheWay.getParent());
        }
    }

    @Test
    void rejectsFileThatIsNoModel() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.onnx"), "no model");
        assertThatThrownBy(() -> ModelCheck.run(file)).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> ModelCheck.run(folder.resolve("none.onnx"))).isInstanceOf(ModelException.class);
    }

    @Test
    void refusesModelThatDoesNotEndWithinLimit() throws IOException {
        Path file = EndlessModel.writeTo(folder.resolve("endless.onnx"));
        assertThatThrownBy(() -> ModelCheck.run(file, Duration.ofSeconds(1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected a result within 1 seconds");
    }
}
