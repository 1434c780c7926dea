package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models are rewritten, which are left as they are, and what is written. */
class RewrittenModelTest {

    private static final int CHANNELS = 16;
    private static final int SIDE = 9;

    @Test
    void slopesThatAreNotNearOneBecomeAReluAndOneProductBehindScaledWeights() throws IOException {
        Network network = prelu(slopes(-3, 0.875), CHANNELS, 1, 1);
        assertThat(Agreement.check(network.file(), 3, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
        assertThat(operators(network)).containsExactly("Conv", "Relu", "BatchNormalization", "Add", "Conv");
    }

    @Test
    void scalesWeightsOfNormalizationInFront() throws IOException {
        Network network = new Network(3).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.normalization(network.convolution("x", 3, CHANNELS, 3, 1, true), CHANNELS);
        network.output(network.prelu(map, slopes(-1, 0.5), CHANNELS, 1, 1), Network.OPEN, CHANNELS, SIDE, SIDE);
        assertThat(Agreement.check(network.file(), 3, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
        assertThat(operators(network))
                .containsExactly("Conv", "BatchNormalization", "Relu", "BatchNormalization", "Add");
    }

    @Test
    void keepsScaleOfMapThatIsTakenElsewhere() throws IOException {
        Network network = new Network(4).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        String activated = network.prelu(map, slopes(0, 0.5), CHANNELS, 1, 1);
        network.output(network.node("Add", List.of(map, activated)), Network.OPEN, CHANNELS, SIDE, SIDE);
        assertThat(Agreement.check(network.file(), 3, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
        assertThat(operators(network))
                .containsExactly("Conv", "BatchNormalization", "Relu", "BatchNormalization", "Add", "Add");
    }

    @Test
    void slopesUpToOneBecomeAReluInsideAProduct() throws IOException {
        Network network = prelu(slopes(-2, 1), CHANNELS, 1, 1);
        assertThat(Agreement.check(network.file(), 3, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
        assertThat(operators(network))
                .containsExactly("Conv", "BatchNormalization", "Relu", "BatchNormalization", "Add", "Conv");
    }

    @Test
    void slopesAboveOneBecomeAProductOfAReluAndAgree() throws IOException {
        Network network = prelu(slopes(-1, 4), CHANNELS, 1, 1);
        assertThat(Agreement.check(network.file(), 3, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
        assertThat(operators(network))
                .containsExactly("Conv", "Relu", "BatchNormalization", "BatchNormalization", "Add", "Conv");
    }

    @Test
    void turnsSharedSlopeIntoLeakyRelu() {
        assertThat(Agreement.check(prelu(new float[] {0.1f}, 1).file(), 1, 3, SIDE, SIDE))
                .containsExactly("prelu-as-leaky-relu x1");
    }

    @Test
    void equalSlopesForEachChannelBecomeALeakyRelu() {
        assertThat(Agreement.check(prelu(slopes(0.25, 0.25), CHANNELS, 1, 1).file(), 1, 3, SIDE, SIDE))
                .containsExactly("prelu-as-leaky-relu x1");
    }

    @Test
    void weightsThatAreNothingBesideTheOthersOfTheirLayerBecomeZero() throws IOException {
        float[] weights = {1, -1e-21f, Float.MIN_VALUE, 0, 1e-19f};
        float[] bias = {1e-39f};
        Network network = new Network(1).input(Network.OPEN, 5, 1, 1);
        String sum = network.node(
                "Conv", List.of("x", network.constant(weights, 1, 5, 1, 1), network.constant(bias, 1)));
        network.output(sum, Network.OPEN, 1, 1, 1);
        assertThat(Agreement.check(network.file(), 2, 5, 1, 1)).containsExactly("vanishing-weights x2");
        ModelProto written = written(network.model());
        assertThat(constant(written, 1)).containsExactly(1, 0, 0, 0, 1e-19f);
        assertThat(constant(written, 2)).containsExactly(0);
    }

    @Test
    void weightsThatAreAllSmallStayUnlessTheyAreSubnormal() {
        float[] weights = {1e-30f, 1e-37f};
        Network network = new Network(1).input(Network.OPEN, 2, 1, 1);
        String sum = network.node("Conv", List.of("x", network.constant(weights, 1, 2, 1, 1)));
        network.output(sum, Network.OPEN, 1, 1, 1);
        assertThat(Agreement.check(network.file(), 2, 2, 1, 1)).isEmpty();
    }

    /** What the only node takes at this place. */
    private static float[] constant(ModelProto model, int place) throws IOException {
        String name = model.getGraph().getNode(0).getInput(place);
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (tensor.getName().equals(name)) {
                return Weights.of(tensor).floats();
            }
        }
        throw new AssertionError("no constant " + name);
    }

    @Test
    void keepsPreluWithSlopeForEachPlace() {
        float[] slopes = new float[CHANNELS * SIDE * SIDE];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = i * 0.001f;
        }
        assertThat(Agreement.check(prelu(slopes, CHANNELS, SIDE, SIDE).file(), 1, 3, SIDE, SIDE)).isEmpty();
    }

    @Test
    void keepsPreluOnVectors() {
        Network network = new Network(1).input(Network.OPEN, CHANNELS);
        String vectors = network.prelu("x", slopes(0, 0.5), CHANNELS);
        assertThat(Agreement.check(network.output(vectors, Network.OPEN, CHANNELS).file(), 2, CHANNELS))
                .isEmpty();
    }

    @Test
    void slopesThatAreComputedStayAPrelu() {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        String slopes = network.node("Exp", List.of(network.weights(CHANNELS, 1, 1)));
        String activated = network.node("PRelu", List.of(map, slopes));
        assertThat(Agreement.check(
                        network.output(activated, Network.OPEN, CHANNELS, SIDE, SIDE).file(), 2, 3, SIDE, SIDE))
                .isEmpty();
    }

    @Test
    void constantsThatAreInputsTooAreRewrittenAsWell() {
        Network network = prelu(slopes(0, 0.5), CHANNELS, 1, 1).withConstantsAsInputs();
        ModelProto old = network.model().toBuilder().setIrVersion(3).build();
        assertThat(Agreement.check(Network.file(old), 2, 3, SIDE, SIDE)).containsExactly("prelu-as-relu x1");
    }

    @Test
    void writesNothingThatRewrittenModelDoesNotUse() throws IOException {
        ModelProto written = written(prelu(slopes(0, 0.5), CHANNELS, 1, 1).model());
        List<String> used = written.getGraph().getNodeList().stream()
                .flatMap(node -> node.getInputList().stream())
                .toList();
        assertThat(written.getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .isSubsetOf(used);
        assertThat(written.getGraph().getNodeList()).extracting(NodeProto::getOpType).doesNotContain("PRelu");
    }

    @Test
    void numbersThatLieInTypedFieldsAreReadAndKept() throws IOException {
        ModelProto model = prelu(slopes(0, 0.5), CHANNELS, 1, 1).model();
        GraphProto.Builder typed = model.getGraph().toBuilder().clearInitializer();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            TensorProto.Builder copy = tensor.toBuilder().clearRawData();
            for (float number : Weights.of(tensor).floats()) {
                copy.addFloatData(number);
            }
            typed.addInitializer(copy);
        }
        assertThat(Agreement.check(
                        Network.file(model.toBuilder().setGraph(typed).build()), 2, 3, SIDE, SIDE))
                .containsExactly("prelu-as-relu x1");
    }

    @Test
    void keepsModelWithNothingToRewrite() throws IOException {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        assertThat(rewritten(network.output(map, Network.OPEN, CHANNELS, SIDE, SIDE).model())).isEmpty();
    }

    @Test
    void keepsModelWithWeightsInOtherFiles() throws IOException {
        Network network = prelu(slopes(0, 0.5), CHANNELS, 1, 1);
        network.constant(TensorProto.newBuilder()
                .setName("elsewhere")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"))
                .build());
        assertThat(rewritten(network.model())).isEmpty();
    }

    @Test
    void keepsModelWithGraphsInsideNodes() throws IOException {
        AttributeProto inner = AttributeProto.newBuilder()
                .setName("then_branch")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(GraphProto.getDefaultInstance())
                .build();
        assertThat(rewritten(withNode(NodeProto.newBuilder().setOpType("If").addAttribute(inner)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.microsoft.nchwc", "com.microsoft", "my.own"})
    void keepsModelWithOperatorsOfOtherDomain(String domain) throws IOException {
        assertThat(rewritten(withNode(NodeProto.newBuilder().setOpType("Conv").setDomain(domain)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger",
        "MatMulInteger"
    })
    void keepsQuantizedModel(String operator) throws IOException {
        assertThat(rewritten(withNode(NodeProto.newBuilder().setOpType(operator)))).isEmpty();
    }

    @Test
    void keepsModelWithOwnFunctions() throws IOException {
        ModelProto model = prelu(slopes(0, 0.5), CHANNELS, 1, 1).model();
        assertThat(rewritten(model.toBuilder().addFunctions(FunctionProto.getDefaultInstance()).build())).isEmpty();
    }

    @Test
    void keepsModelOfOldOperators() throws IOException {
        ModelProto.Builder old = prelu(slopes(0, 0.5), CHANNELS, 1, 1).model().toBuilder();
        old.getOpsetImportBuilder(0).setVersion(8);
        assertThat(rewritten(old.build())).isEmpty();
    }

    @Test
    void keepsFileThatIsNoOnnxModel() throws IOException {
        byte[] model = prelu(slopes(0, 0.5), CHANNELS, 1, 1).model().toByteArray();
        List<byte[]> others = new ArrayList<>(List.of(
                new byte[0],
                "....ORTM, a model in ONNX Runtime's own format".getBytes(StandardCharsets.US_ASCII),
                "{\"not\": \"a model\"}".getBytes(StandardCharsets.US_ASCII)));
        for (int length = 1; length < model.length; length += 97) {
            others.add(Arrays.copyOf(model, length));
        }
        for (byte[] other : others) {
            assertThat(RewrittenModel.of(ModelBytes.of(other)).map(RewrittenModel::rewrites))
                    .as("%s bytes", other.length)
                    .isEmpty();
        }
    }

    @Test
    void keepsFileAboveTwoGigabytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.onnx");
        Files.write(file, prelu(slopes(0, 0.5), CHANNELS, 1, 1).model().toByteArray());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), 1L << 31);
        }
        try (ModelBytes bytes = ModelBytes.of(file)) {
            assertThat(RewrittenModel.of(bytes)).isEmpty();
        }
    }

    @Test
    void writesFileFromDiskAsFromMemory(@TempDir Path folder) throws IOException {
        ModelProto model = prelu(slopes(0, 0.5), CHANNELS, 1, 1).model();
        Path file = Files.write(folder.resolve("model.onnx"), model.toByteArray());
        try (ModelBytes bytes = ModelBytes.of(file)) {
            assertThat(written(RewrittenModel.of(bytes).orElseThrow())).isEqualTo(written(model));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(model.toByteArray());
    }

    /** Convolution, PRelu, convolution. */
    private static Network prelu(float[] slopes, long... shape) {
        Network network = new Network(5).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, CHANNELS, 3, 1, true);
        String activated = network.prelu(map, slopes, shape);
        String last = network.convolution(activated, CHANNELS, CHANNELS, 3, 1, true);
        return network.output(last, Network.OPEN, CHANNELS, SIDE, SIDE);
    }

    private static float[] slopes(double first, double last) {
        float[] slopes = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            slopes[i] = (float) (first + (last - first) * i / (CHANNELS - 1));
        }
        return slopes;
    }

    private static ModelProto withNode(NodeProto.Builder node) {
        return prelu(slopes(0, 0.5), CHANNELS, 1, 1).add(node.addOutput("other").build()).model();
    }

    private static List<String> operators(Network network) throws IOException {
        return written(network.model()).getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    private static Optional<List<String>> rewritten(ModelProto model) throws IOException {
        return RewrittenModel.of(ModelBytes.of(model.toByteArray())).map(RewrittenModel::rewrites);
    }

    private static ModelProto written(ModelProto model) throws IOException {
        return written(RewrittenModel.of(ModelBytes.of(model.toByteArray())).orElseThrow());
    }

    private static ModelProto written(RewrittenModel model) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(model.size());
        model.writeTo(buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return ModelProto.parseFrom(buffer.array());
    }
}
