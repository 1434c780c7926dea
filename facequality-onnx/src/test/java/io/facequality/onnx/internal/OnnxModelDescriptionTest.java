package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.TinyOnnx;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxModelDescriptionTest {

    @Test
    void embeddedModelHasQualityAndEmbedding() {
        OnnxModelDescription description = OnnxModelDescription.read(FacesAndModels.embedded());
        assertThat(description.faces()).contains(tensor("input", 3, 112, 112));
        assertThat(description.quality()).contains(tensor("quality", 1));
        assertThat(description.embedding()).contains(tensor("features", 256));
        assertThat(description.id().sha256()).isEqualTo(EmbeddedModel.QUALITY_AND_EMBEDDING.sha256());
    }

    @Test
    void ediffiqaWithoutFeaturesOnlyScores() {
        OnnxModelDescription description =
                OnnxModelDescription.read(ModelFile.of(FacesAndModels.file("ediffiqa-t-random.onnx")));
        assertThat(description.faces()).isPresent();
        assertThat(description.quality()).isPresent();
        assertThat(description.embedding()).isEmpty();
    }

    @Test
    void rejectsLandmarkNetworkAsFaceNetwork() {
        OnnxModelDescription description =
                OnnxModelDescription.read(FacesAndModels.embedded(EmbeddedModel.LANDMARKS));
        assertThat(description.faces()).isEmpty();
        assertThat(description.inputs()).hasToString("[input float32 [n,3,96,96]]");
    }

    @Test
    void ignoresOutputWithOtherBatchThanInput() {
        OnnxModelDescription description = OnnxModelDescription.read(TinyOnnx.faces(2)
                .brightness("quality", 2)
                .input("unused", TinyOnnx.FLOAT, 7)
                .file());
        assertThat(description.faces()).isEmpty();
        assertThat(new OnnxModelDescription(
                                description.id(),
                                List.of(new Tensor("input", "float32", List.of(2L, 3L, 112L, 112L))),
                                List.of(new Tensor("vector", "float32", List.of(7L))))
                        .quality())
                .isEmpty();
    }

    private static Tensor tensor(String name, long... shape) {
        List<Long> sizes = new ArrayList<>(List.of(Tensor.OPEN));
        Arrays.stream(shape).forEach(sizes::add);
        return new Tensor(name, "float32", sizes);
    }
}
