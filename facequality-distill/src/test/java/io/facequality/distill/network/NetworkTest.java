package io.facequality.distill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.facequality.ModelException;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.network.Network.Precision;
import io.facequality.distill.network.Network.Unknown;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final int SIDE = 112;
    private static final int PICTURE = 3 * SIDE * SIDE;

    /** Blocks that keep the side and blocks that halve it, that widen and that do not. */
    private static final RandomIResNet RESIDUAL = new RandomIResNet(new int[] {2, 3, 3, 4}, new int[] {2, 1, 2, 1});

    @Test
    void everyKindOfBlockComputesWhatItsDefinitionSays() throws IOException {
        float[] pictures = pictures();
        try (OnnxModel model = open(built(RESIDUAL.tensors(), Precision.FLOAT32), true)) {
            Map<String, float[]> results = run(model, pictures);
            for (int picture = 0; picture < 2; picture++) {
                assertClose(results, picture, RESIDUAL.judge(channels(pictures, picture)), 1e-5);
            }
            assertThat(model.rewrites()).isNotEmpty();
        }
    }

    @Test
    void halfPrecisionMovesTheResultsByAFewThousandthsAndHalvesTheFile() throws IOException {
        float[] pictures = pictures();
        byte[] halved = built(RESIDUAL.tensors(), Precision.FLOAT16);
        try (OnnxModel model = open(halved, true)) {
            Map<String, float[]> results = run(model, pictures);
            assertClose(results, 0, RESIDUAL.judge(channels(pictures, 0)), 5e-3);
            assertThat(model.rewrites()).isNotEmpty();
        }
        Map<String, Tensor> wide = new RandomIResNet(new int[] {8, 16, 32, 64}, new int[] {1, 1, 1, 1}).tensors();
        assertThat((double) built(wide, Precision.FLOAT16).length / built(wide, Precision.FLOAT32).length)
                .isLessThan(0.6);
    }

    @Test
    void aBackboneAloneGivesFeaturesAlone() throws IOException {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.keySet().removeIf(name -> name.startsWith("mlp."));
        try (OnnxModel model = open(built(tensors, Precision.FLOAT32), true)) {
            assertThat(model.description().outputs()).hasToString("[features float32 [n,5]]");
        }
    }

    @Test
    void theVariantIsToldByTheBlocks() {
        assertThat(variant(2, 2, 2, 2)).isEqualTo("IResNet-18 with eDifFIQA's quality head");
        assertThat(variant(3, 4, 6, 3)).startsWith("IResNet-34 ");
        assertThat(variant(3, 4, 14, 3)).startsWith("IResNet-50 ");
        assertThat(variant(3, 13, 30, 3)).startsWith("IResNet-100 ");
        assertThat(variant(1, 1, 2, 1)).startsWith("IResNet of blocks 1-1-2-1 ");
    }

    private static String variant(int... blocks) {
        return network(new RandomIResNet(new int[] {1, 1, 1, 1}, blocks).tensors()).variant();
    }

    @Test
    void missingAndUnfitAndUnknownTensorsAreAllNamed() {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.remove("layer1.1.conv2.weight");
        tensors.remove("bn2.running_mean");
        tensors.put("fc.bias", Tensor.of(new float[4], 4));
        tensors.put("layer1.0.se.fc1.weight", Tensor.of(new float[4], 2, 2));
        assertThatThrownBy(() -> network(tensors))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("2 missing: layer1.1.conv2.weight [2,2,3,3], bn2.running_mean [4]")
                .hasMessageContaining("1 of another shape: fc.bias [5] (found float32 [4])")
                .hasMessageContaining("1 unknown: layer1.0.se.fc1.weight float32 [2,2]");
    }

    @Test
    void unknownTensorsAreLeftOutOnlyIfThatIsAskedFor() {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.put("margin.weight", Tensor.of(new float[1], 1));
        assertThatThrownBy(() -> network(tensors)).hasMessageContaining("--leave-out-unknown");
        assertThat(Network.of(tensors, Precision.FLOAT32, Unknown.LEAVE_OUT, "test").leftOut())
                .containsExactly("margin.weight float32 [1]");
    }

    @Test
    void whatIsNoKnownNetworkIsShown() {
        assertThatThrownBy(() -> network(Map.of("encoder.weight", Tensor.of(new float[1], 1))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found encoder.weight float32 [1]");
        Map<String, Tensor> head = new LinkedHashMap<>(RESIDUAL.tensors());
        head.keySet().removeIf(name -> !name.startsWith("mlp."));
        assertThatThrownBy(() -> network(head))
                .hasMessageContaining("the head alone")
                .hasMessageContaining("--backbone");
    }

    @Test
    void aNetworkWithoutMostOfItsTensorsIsAnErrorAndNotAFailure() {
        for (String name : List.of(
                "init_conv.weight", "time_mlp.1.weight", "conv2_dw.conv.weight", "conv_6_dw.conv.weight",
                "layer1.0.conv1.weight", "mlp.l1.weight")) {
            assertThatThrownBy(() -> network(Map.of(name, Tensor.of(new float[1], 1))))
                    .as(name)
                    .isInstanceOf(ModelException.class);
        }
    }

    private static Network network(Map<String, Tensor> tensors) {
        return Network.of(tensors, Precision.FLOAT32, Unknown.REFUSE, "test");
    }

    private static byte[] built(Map<String, Tensor> tensors, Precision precision) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Network.of(tensors, precision, Unknown.REFUSE, "test").build("test", "1", Map.of()).writeTo(bytes);
        return bytes.toByteArray();
    }

    private static OnnxModel open(byte[] model, boolean rewrites) {
        return OnnxModel.open(
                ModelFile.of("network", "1", model), ModelOptions.builder().rewrites(rewrites).build());
    }

    private static float[] pictures() {
        Random random = new Random(3);
        float[] values = new float[2 * PICTURE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static double[][] channels(float[] pictures, int picture) {
        double[][] channels = new double[3][SIDE * SIDE];
        for (int i = 0; i < PICTURE; i++) {
            channels[i / (SIDE * SIDE)][i % (SIDE * SIDE)] = pictures[picture * PICTURE + i];
        }
        return channels;
    }

    private static Map<String, float[]> run(OnnxModel model, float[] pictures) {
        FloatBuffer values = ByteBuffer.allocateDirect(pictures.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(pictures)
                .flip();
        return model.run("input", new long[] {pictures.length / PICTURE, 3, SIDE, SIDE}, values);
    }

    private static void assertClose(Map<String, float[]> results, int picture, double[] expected, double tolerance) {
        int dimension = expected.length - 1;
        for (int i = 0; i < dimension; i++) {
            assertThat((double) results.get("features")[picture * dimension + i])
                    .isCloseTo(expected[i], offset(tolerance));
        }
        assertThat((double) results.get("quality")[picture]).isCloseTo(expected[dimension], offset(tolerance));
    }
}
