package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which nodes run in 8 bits, with which weights, and how close the results stay. */
class QuantizableModelTest {

    private static final int CHANNELS = 16;
    private static final int SIDE = 12;
    private static final long[] SHAPE = {2, 3, SIDE, SIDE};

    @Test
    void convolutionsAndSumsRunInEightBitsWithTheReluInside() throws IOException {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String first = network.node("Relu", List.of(network.convolution("x", 3, CHANNELS, 3, 1, true)));
        String second = network.convolution(first, CHANNELS, CHANNELS, 3, 1, true);
        String sum = network.node("Add", List.of(first, second));
        ModelProto model = network.output(sum, Network.OPEN, CHANNELS, SIDE, SIDE).model();
        assertThat(quantizable(model).values()).containsExactly("x", first, second, sum);
        assertThat(quantizable(model).nodes()).isEqualTo(3);
        ModelProto quantized = ModelProto.parseFrom(quantized(model));
        assertThat(quantized.getGraph().getNodeList())
                .filteredOn(node -> node.getOpType().equals("QuantizeLinear"))
                .hasSize(4);
        assertThat(nodes(quantized, "Conv"))
                .allSatisfy(node -> assertThat(node.getInputList())
                        .allSatisfy(input -> assertThat(producer(quantized, input)).isEqualTo("DequantizeLinear")));
        assertClose(model, 0.999);
    }

    @Test
    void keepsNamesAndShapesOfInputsAndOutputs() throws IOException {
        Network network = new Network(2).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        String activated = network.node("Relu", List.of(map));
        ModelProto model = network.output(map, Network.OPEN, CHANNELS, SIDE, SIDE)
                .output(activated, Network.OPEN, CHANNELS, SIDE, SIDE)
                .model();
        try (OnnxModel original = open(model.toByteArray());
                OnnxModel quantized = open(quantized(model))) {
            assertThat(quantized.description().inputs()).isEqualTo(original.description().inputs());
            assertThat(quantized.description().outputs()).isEqualTo(original.description().outputs());
            assertThat(quantized.rewrites()).isEmpty();
        }
        assertClose(model, 0.999);
    }

    @Test
    void preluAndNormalizationsBecomeConvolutionsThatRunInEightBitsToo() throws IOException {
        Network network = new Network(3).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.normalization(network.convolution("x", 3, CHANNELS, 3, 1, true), CHANNELS);
        float[] slopes = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            slopes[i] = i * 0.05f;
        }
        String activated = network.prelu(map, slopes, CHANNELS, 1, 1);
        String normalized = network.normalization(network.node("Add", List.of(activated, map)), CHANNELS);
        ModelProto model = network.output(normalized, Network.OPEN, CHANNELS, SIDE, SIDE).model();
        assertThat(quantizable(model).rewrites())
                .containsExactly("prelu-as-relu x1", "normalisation-as-convolution x4");
        assertThat(ModelProto.parseFrom(quantized(model)).getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .doesNotContain("PRelu", "BatchNormalization");
        assertClose(model, 0.999);
    }

    @Test
    void givesLargestNumberToLargestWeightOfEachChannel() throws IOException {
        Network network = new Network(4).input(Network.OPEN, 3, SIDE, SIDE);
        float[] weights = new float[CHANNELS * 3];
        Random random = new Random(4);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * Math.pow(10, i / 3 - 8));
        }
        String map = network.node("Conv", List.of("x", network.constant(weights, CHANNELS, 3, 1, 1)));
        ModelProto model = network.output(map, Network.OPEN, CHANNELS, SIDE, SIDE).model();
        byte[] integers = constants(ModelProto.parseFrom(quantized(model)), TensorProto.DataType.INT8).stream()
                .filter(tensor -> tensor.getDimsCount() == 4)
                .findFirst()
                .orElseThrow()
                .getRawData()
                .toByteArray();
        for (int channel = 0; channel < CHANNELS; channel++) {
            int largest = 0;
            for (int i = 0; i < 3; i++) {
                largest = Math.max(largest, Math.abs(integers[channel * 3 + i]));
            }
            assertThat(largest).as("channel %s", channel).isEqualTo(63);
        }
    }

    @Test
    void keepsLargeShiftOfChannelWithoutWeights() throws IOException {
        Network network = new Network(5).input(Network.OPEN, 3, SIDE, SIDE);
        float[] weights = new float[CHANNELS * 3];
        float[] shifts = new float[CHANNELS];
        Arrays.fill(weights, 3, weights.length, 0.5f);
        weights[3] = 1e-30f;
        weights[4] = 1e-30f;
        weights[5] = 1e-30f;
        shifts[0] = 3;
        shifts[1] = -3;
        String map = network.node(
                "Conv",
                List.of("x", network.constant(weights, CHANNELS, 3, 1, 1), network.constant(shifts, CHANNELS)));
        assertClose(network.output(map, Network.OPEN, CHANNELS, SIDE, SIDE).model(), 0.999);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 12})
    void refusesToQuantizeOlderOperators(long operators) throws IOException {
        Network network = new Network(6).input(Network.OPEN, 3, SIDE, SIDE);
        ModelProto.Builder old = network.output(
                        network.convolution("x", 3, CHANNELS, 3, 1, true), Network.OPEN, CHANNELS, SIDE, SIDE)
                .model()
                .toBuilder();
        old.getOpsetImportBuilder(0).setVersion(operators);
        assertThat(QuantizableModel.of(ModelBytes.of(old.build().toByteArray()))).isEmpty();
    }

    @Test
    void refusesQuantizedEmptyAndForeignModels() throws IOException {
        Network network = new Network(7).input(Network.OPEN, 3, SIDE, SIDE);
        ModelProto model = network.output(
                        network.convolution("x", 3, CHANNELS, 3, 1, true), Network.OPEN, CHANNELS, SIDE, SIDE)
                .model();
        Network empty = new Network(8).input(Network.OPEN, 3, SIDE, SIDE);
        ModelProto nothing = empty.output(empty.node("Relu", List.of("x")), Network.OPEN, 3, SIDE, SIDE).model();
        assertThat(QuantizableModel.of(ModelBytes.of(quantized(model)))).isEmpty();
        assertThat(QuantizableModel.of(ModelBytes.of(nothing.toByteArray()))).isEmpty();
        assertThat(QuantizableModel.of(ModelBytes.of("no model".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Property(tries = 40)
    void staysCloseForAnyNetwork(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Network network = new Network(seed).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        String before = map;
        for (int i = 0; i < 4; i++) {
            String next = switch (random.nextInt(5)) {
                case 0 -> network.node("Relu", List.of(map));
                case 1 -> network.prelu(map, new float[] {0.2f}, 1);
                case 2 -> network.normalization(map, CHANNELS);
                case 3 -> network.node("Add", List.of(map, before));
                default -> network.convolution(map, CHANNELS, CHANNELS, 3, 1, true);
            };
            before = map;
            map = next;
        }
        assertClose(network.output(map, Network.OPEN, CHANNELS, SIDE, SIDE).model(), 0.995);
    }

    private static QuantizableModel quantizable(ModelProto model) throws IOException {
        return QuantizableModel.of(ModelBytes.of(model.toByteArray())).orElseThrow();
    }

    private static byte[] quantized(ModelProto model) throws IOException {
        QuantizableModel quantizable = quantizable(model);
        Map<String, ValueRange> ranges = new HashMap<>();
        FloatBuffer noise = Agreement.noise(SHAPE);
        try (OnnxModel observed = open(quantizable.observable())) {
            observed.run("x", SHAPE, noise).forEach((value, numbers) -> ranges.put(value, range(numbers)));
        }
        float[] input = new float[noise.capacity()];
        noise.get(0, input);
        ranges.put("x", range(input));
        return quantizable.quantized(ranges);
    }

    private static ValueRange range(float[] numbers) {
        ValueHistogram histogram = new ValueHistogram();
        histogram.add(numbers);
        return histogram.range();
    }

    /** The cosine of what the model gives before and after, over all numbers of each output. */
    private static void assertClose(ModelProto model, double leastCosine) throws IOException {
        try (OnnxModel original = open(model.toByteArray());
                OnnxModel quantized = open(quantized(model))) {
            Map<String, float[]> expected = original.run("x", SHAPE, Agreement.noise(SHAPE));
            Map<String, float[]> found = quantized.run("x", SHAPE, Agreement.noise(SHAPE));
            assertThat(found).containsOnlyKeys(expected.keySet());
            expected.forEach((name, numbers) -> assertThat(cosine(numbers, found.get(name)))
                    .as(name)
                    .isGreaterThan(leastCosine));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            first += (double) a[i] * a[i];
            second += (double) b[i] * b[i];
        }
        return product / Math.sqrt(first * second);
    }

    private static OnnxModel open(byte[] model) {
        return OnnxModel.open(ModelFile.of("network", "1", model), ModelOptions.builder().withoutRewrites().build());
    }

    private static List<NodeProto> nodes(ModelProto model, String operator) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals(operator))
                .toList();
    }

    private static String producer(ModelProto model, String value) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOutputList().contains(value))
                .map(NodeProto::getOpType)
                .findFirst()
                .orElse("none");
    }

    private static List<TensorProto> constants(ModelProto model, TensorProto.DataType type) {
        return model.getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getDataType() == type.getNumber())
                .toList();
    }
}
