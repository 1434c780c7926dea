package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ProgressListener.Progress;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.pipeline.internal.PipelineModels;
import io.facequality.pipeline.internal.RealFaces;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gate in front of every model that was changed at the cost of accuracy. */
@Tag("slow")
class FidelityGateTest {

    private static final ModelFile EMBEDDED = PipelineModels.embedded(EmbeddedModel.QUALITY_AND_EMBEDDING);

    @Test
    void passesModelThatLosesFewBitsAndTellsFigures() throws IOException {
        List<Progress> progress = new ArrayList<>();
        FidelityGate gate = FidelityGate.of(ModelContract.ediffiqa(), RealFaces.of(60), progress::add);
        ModelFile asInHalfPrecision = rounded(10);
        assertThat(gate.check("weights.pth", EMBEDDED, asInHalfPrecision))
                .containsEntry("compared", "60 faces")
                .containsKeys("spearman", "cosine");
        FidelityGate.Figures figures = gate.compare(EMBEDDED, asInHalfPrecision);
        assertThat(figures.rankCorrelation().orElseThrow()).isBetween(0.999, 1.0);
        assertThat(figures.cosine().orElseThrow()).isBetween(0.9999, 1 - 1e-9);
        assertThat(progress).extracting(Progress::stage).containsOnly(Progress.Stage.COMPARING);
        assertThat(progress).extracting(Progress::done).startsWith(16L, 32L, 48L, 60L, 76L).endsWith(120L);
        assertThat(progress).extracting(Progress::total).containsOnly(120L);
    }

    @Test
    void refusesModelThatLosesNearlyAllBitsWithFiguresAndPlace() throws IOException {
        FidelityGate gate = FidelityGate.of(ModelContract.ediffiqa(), RealFaces.of(50), step -> {});
        ModelFile rough = rounded(1);
        assertThatThrownBy(() -> gate.check("weights.pth", EMBEDDED, rough))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("weights.pth")
                .hasMessageContaining("a Spearman correlation of quality of at least 0.995")
                .hasMessageContaining("a mean embedding cosine of at least 0.99,")
                .hasMessageContaining("on 50 faces");
    }

    /** The embedded model with fewer bits in every weight. */
    private static ModelFile rounded(int bits) throws IOException {
        return rounded(EmbeddedModel.QUALITY_AND_EMBEDDING.read(), bits);
    }

    private static ModelFile rounded(byte[] content, int bits) throws IOException {
        int mask = -1 << 23 - bits;
        ModelProto.Builder model = ModelProto.parseFrom(content).toBuilder();
        model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(weights -> weights.getDataType() == TensorProto.DataType.FLOAT_VALUE)
                .forEach(weights -> {
                    byte[] raw = weights.getRawData().toByteArray();
                    ByteBuffer numbers = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
                    for (int i = 0; i < raw.length; i += Integer.BYTES) {
                        numbers.putInt(i, numbers.getInt(i) & mask);
                    }
                    weights.setRawData(ByteString.copyFrom(raw));
                });
        return ModelFile.of("rounded", "1", model.build().toByteArray());
    }

    @Test
    void comparesDiffusionUnetByWhatItRestores() throws IOException {
        FidelityGate gate = FidelityGate.of(ModelContract.ediffiqa(), RealFaces.of(50), step -> {});
        Path file = SharedData.path("models", "unet-lean.onnx");
        FidelityGate.Figures figures = gate.compare(ModelFile.of(file), rounded(Files.readAllBytes(file), 10));
        assertThat(figures.rankCorrelation().orElseThrow()).isBetween(0.995, 1.0);
        assertThat(figures.cosine()).isEmpty();
        assertThat(figures.passes()).isTrue();
        assertThat(gate.compare(ModelFile.of(file), rounded(Files.readAllBytes(file), 1)).passes()).isFalse();
    }

    @Test
    void refusesFewFaces() {
        List<AlignedFace> few = RealFaces.of(49);
        assertThatThrownBy(() -> FidelityGate.of(ModelContract.ediffiqa(), few, step -> {}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 50 faces")
                .hasMessageContaining("49");
    }

    @Test
    void endsComparisonWhenInterrupted() {
        FidelityGate gate = FidelityGate.of(ModelContract.ediffiqa(), RealFaces.of(50), step -> {});
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.compare(EMBEDDED, EMBEDDED)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesForEachFigureAlone() {
        assertThat(figures(0.995, 0.99).passes()).isTrue();
        assertThat(figures(0.9949, 1).passes()).isFalse();
        assertThat(figures(Double.NaN, 1).passes()).isFalse();
        assertThat(figures(1, 0.9899).passes()).isFalse();
        assertThat(figures(1, Double.NaN).passes()).isFalse();
    }

    private static FidelityGate.Figures figures(double correlation, double cosine) {
        return new FidelityGate.Figures(20, OptionalDouble.of(correlation), OptionalDouble.of(cosine));
    }
}
