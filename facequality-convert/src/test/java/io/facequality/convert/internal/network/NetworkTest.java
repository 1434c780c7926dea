package io.facequality.convert.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Network.Precision;
import io.facequality.convert.internal.network.Network.Unknown;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    private static final int SIDE = 112;
    private static final int IMAGE = 3 * SIDE * SIDE;

    /** Blocks that keep the side and blocks that halve it, that widen and that do not. */
    private static final RandomIResNet RESIDUAL = new RandomIResNet(new int[] {2, 3, 3, 4}, new int[] {2, 1, 2, 1});

    @Test
    void computesEveryKindOfBlockAsDefined() throws IOException {
        float[] images = images();
        try (OnnxModel model = open(built(RESIDUAL.tensors(), Precision.FLOAT32), true)) {
            Map<String, float[]> results = run(model, images);
            for (int image = 0; image < 2; image++) {
                assertClose(results, image, RESIDUAL.featuresAndQuality(channels(images, image)), 1e-5);
            }
            assertThat(model.rewrites()).isNotEmpty();
        }
    }

    /**
     * Each block is given what the network's own block before it gave, so that a fault shows where it is and rounding
     * does not add up. A block ends with the addition of what went beside it.
     */
    @ParameterizedTest
    @CsvSource({"2,2,2,2,18", "3,4,6,3,34", "3,4,14,3,50", "3,13,30,3,100"})
    void computesEveryBlockOfEveryPublishedDepthAsDefined(
            int first, int second, int third, int fourth, String depth) throws IOException {
        RandomIResNet definition =
                new RandomIResNet(new int[] {2, 3, 4, 5}, new int[] {first, second, third, fourth});
        assertThat(network(definition.tensors()).variant()).startsWith("IResNet-" + depth + " ");
        ModelProto built = ModelProto.parseFrom(built(definition.tensors(), Precision.FLOAT32));
        List<String> blocks = definition.blocks();
        List<String> sums = outputsOf("Add", built).limit(blocks.size()).toList();
        String stem = outputsOf("PRelu", built).findFirst().orElseThrow();
        float[] image = Arrays.copyOf(images(), IMAGE);
        try (OnnxModel model = open(withOutputs(built, stem, sums), false)) {
            Map<String, float[]> values = run(model, image);
            assertClose(values.get(stem), definition.stem(channels(image, 0)), "the stem");
            double[][] before = maps(values.get(stem), 2);
            for (int i = 0; i < blocks.size(); i++) {
                double[][] expected = definition.block(before, blocks.get(i));
                float[] found = values.get(sums.get(i));
                assertClose(found, expected, blocks.get(i));
                before = maps(found, expected.length);
            }
            assertClose(values, 0, definition.featuresAndQualityOfMaps(before), 1e-4);
        }
    }

    private static Stream<String> outputsOf(String operator, ModelProto model) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .map(node -> node.getOutput(0));
    }

    /** The same model, which tells some of its inner values as well. */
    private static byte[] withOutputs(ModelProto model, String first, List<String> more) {
        ModelProto.Builder telling = model.toBuilder();
        Stream.concat(Stream.of(first), more.stream()).forEach(name -> telling.getGraphBuilder()
                .addOutput(ValueInfoProto.newBuilder()
                        .setName(name)
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.FLOAT_VALUE)))));
        return telling.build().toByteArray();
    }

    private static double[][] maps(float[] values, int channels) {
        double[][] maps = new double[channels][values.length / channels];
        for (int i = 0; i < values.length; i++) {
            maps[i / maps[0].length][i % maps[0].length] = values[i];
        }
        return maps;
    }

    private static void assertClose(float[] found, double[][] expected, String what) {
        int pixels = expected[0].length;
        assertThat(found).as(what).hasSize(expected.length * pixels);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < found.length; i++) {
            double value = expected[i / pixels][i % pixels];
            largest = Math.max(largest, Math.abs(value));
            // Not a number stays that, and is not less than anything.
            difference = Math.max(difference, Math.abs(found[i] - value));
        }
        assertThat(difference / largest).as(what).isLessThan(1e-5);
    }

    @Test
    void movesResultsByFewThousandthsInHalfPrecision() throws IOException {
        float[] images = images();
        byte[] halved = built(RESIDUAL.tensors(), Precision.FLOAT16);
        try (OnnxModel model = open(halved, true)) {
            Map<String, float[]> results = run(model, images);
            assertClose(results, 0, RESIDUAL.featuresAndQuality(channels(images, 0)), 5e-3);
            assertThat(model.rewrites()).isNotEmpty();
        }
        Map<String, Tensor> wide = new RandomIResNet(new int[] {8, 16, 32, 64}, new int[] {1, 1, 1, 1}).tensors();
        assertThat((double) built(wide, Precision.FLOAT16).length / built(wide, Precision.FLOAT32).length)
                .isLessThan(0.6);
    }

    @Test
    void givesFeaturesAloneForBackboneAlone() throws IOException {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.keySet().removeIf(name -> name.startsWith("mlp."));
        try (OnnxModel model = open(built(tensors, Precision.FLOAT32), true)) {
            assertThat(model.description().outputs()).hasToString("[features float32 [n,5]]");
        }
    }

    @Test
    void tellsVariantByItsBlocks() {
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
    void namesAllMissingUnfitAndUnknownTensors() {
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

    /** A normalization that stays a node asks for its tensors as one that becomes part of a convolution. */
    @Test
    void namesTensorMissingFromNormalizationOnce() {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.remove("layer1.0.bn1.weight");
        assertThatThrownBy(() -> network(tensors)).hasMessageContaining("1 missing: layer1.0.bn1.weight [2].");
    }

    @Test
    void leavesOutUnknownTensorsOnlyWhenAsked() {
        Map<String, Tensor> tensors = RESIDUAL.tensors();
        tensors.put("margin.weight", Tensor.of(new float[1], 1));
        assertThatThrownBy(() -> network(tensors)).hasMessageContaining("leave out unknown tensors");
        assertThat(Network.of(tensors, Precision.FLOAT32, Unknown.LEAVE_OUT, "test").leftOut())
                .containsExactly("margin.weight float32 [1]");
    }

    @Test
    void showsWhatIsNoKnownNetwork() {
        assertThatThrownBy(() -> network(Map.of("encoder.weight", Tensor.of(new float[1], 1))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found encoder.weight float32 [1]");
        Map<String, Tensor> head = new LinkedHashMap<>(RESIDUAL.tensors());
        head.keySet().removeIf(name -> !name.startsWith("mlp."));
        assertThatThrownBy(() -> network(head))
                .hasMessageContaining("the head alone")
                .hasMessageContaining("the file of the backbone");
    }

    @Test
    void rejectsNetworkWithoutMostOfItsTensors() {
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
        ModelOptions.Builder options = ModelOptions.builder();
        return OnnxModel.open(
                ModelFile.of("network", "1", model), (rewrites ? options : options.withoutRewrites()).build());
    }

    private static float[] images() {
        Random random = new Random(3);
        float[] values = new float[2 * IMAGE];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return values;
    }

    private static double[][] channels(float[] images, int image) {
        double[][] channels = new double[3][SIDE * SIDE];
        for (int i = 0; i < IMAGE; i++) {
            channels[i / (SIDE * SIDE)][i % (SIDE * SIDE)] = images[image * IMAGE + i];
        }
        return channels;
    }

    private static Map<String, float[]> run(OnnxModel model, float[] images) {
        FloatBuffer values = ByteBuffer.allocateDirect(images.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(images)
                .flip();
        return model.run("input", new long[] {images.length / IMAGE, 3, SIDE, SIDE}, values);
    }

    private static void assertClose(Map<String, float[]> results, int image, double[] expected, double tolerance) {
        int dimension = expected.length - 1;
        for (int i = 0; i < dimension; i++) {
            assertThat((double) results.get("features")[image * dimension + i])
                    .isCloseTo(expected[i], offset(tolerance));
        }
        assertThat((double) results.get("quality")[image]).isCloseTo(expected[dimension], offset(tolerance));
    }
}
