package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models in 8 bits: what they give, what they tell of themselves, and what is refused. */
class QuantizedModelTest {

    private static final ModelContract CONTRACT = ModelContract.ediffiqa();

    @Test
    void keepsEmbeddedModelCloseInEightBits() {
        List<AlignedFace> faces = FacesAndModels.all();
        QuantizedModel model = QuantizedModel.of(FacesAndModels.embedded(), CONTRACT, faces, done -> {});
        assertThat(model.nodes()).isGreaterThan(10);
        try (OnnxScoringEmbedder exact =
                        OnnxScoringEmbedder.open(FacesAndModels.embedded(), CONTRACT, ModelOptions.defaults());
                OnnxScoringEmbedder quantized =
                        OnnxScoringEmbedder.open(model.file(), CONTRACT, ModelOptions.defaults())) {
            List<ScoredEmbedding> expected = exact.scoreAndEmbed(faces);
            List<ScoredEmbedding> found = quantized.scoreAndEmbed(faces);
            for (int i = 0; i < faces.size(); i++) {
                assertThat(found.get(i).embedding().cosine(expected.get(i).embedding())).isGreaterThan(0.98);
            }
            assertThat(found).isNotEqualTo(expected);
            assertThat(quantized.model().sha256()).isNotEqualTo(exact.model().sha256());
        }
    }

    @Test
    void givesSameModelByteForByteForSameFaces() {
        QuantizedModel first = ofNoise(3);
        QuantizedModel second = ofNoise(3);
        assertThat(second.content(Map.of())).isEqualTo(first.content(Map.of()));
    }

    @Test
    void tellsInFileWhatItWasMadeFrom() throws IOException {
        QuantizedModel model = ofNoise(2);
        ModelProto content = ModelProto.parseFrom(model.content(Map.of("cosine", "0.9951")));
        assertThat(content.getMetadataPropsList())
                .extracting(StringStringEntryProto::getKey)
                .contains("facequality.quantization", "facequality.quantization.source");
        assertThat(content.getMetadataPropsList())
                .anySatisfy(entry -> assertThat(entry.getValue()).contains(model.source().sha256()))
                .anySatisfy(entry -> {
                    assertThat(entry.getKey()).isEqualTo("facequality.quantization.cosine");
                    assertThat(entry.getValue()).isEqualTo("0.9951");
                });
    }

    @Test
    void tellsEveryFace() {
        List<Integer> told = new ArrayList<>();
        QuantizedModel.of(FacesAndModels.embedded(), CONTRACT, FacesAndModels.noise(3, 1), told::add);
        assertThat(told).isEqualTo(IntStream.rangeClosed(1, 3).boxed().toList());
    }

    @Test
    void refusesToQuantizeModelInEightBitsAgain() {
        QuantizedModel model = ofNoise(2);
        assertThatThrownBy(() -> QuantizedModel.of(model.file(), CONTRACT, FacesAndModels.noise(2, 1), i -> {}))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("a float32 model")
                .hasMessageContaining("quantized");
    }

    @Test
    void refusesModelThatTakesNoAlignedFaces() {
        ModelFile landmarks = FacesAndModels.embedded(EmbeddedModel.LANDMARKS);
        assertThatThrownBy(() -> QuantizedModel.of(landmarks, CONTRACT, FacesAndModels.noise(2, 1), i -> {}))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("[n,3,112,112]")
                .hasMessageContaining("96,96");
    }

    @Test
    void refusesToCalibrateWithoutFaces() {
        assertThatThrownBy(() -> QuantizedModel.of(FacesAndModels.embedded(), CONTRACT, List.of(), i -> {}))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void endsCalibrationWhenInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> QuantizedModel.of(
                            FacesAndModels.embedded(), CONTRACT, FacesAndModels.noise(2, 1), i -> {}))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static QuantizedModel ofNoise(int faces) {
        return QuantizedModel.of(FacesAndModels.embedded(), CONTRACT, FacesAndModels.noise(faces, 1), done -> {});
    }
}
