package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;
import io.facequality.onnx.ModelFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalizations that become part of weights, and shapes that become constants: where, where not, and to what. */
class FoldingTest {

    private static final int SIDE = 9;

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,1", "3,2"})
    void foldsNormalizationBeforeConvolutionWithoutPadding(int kernel, int stride) {
        Network network = new Network(1).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.node("Relu", List.of(network.convolution("x", 3, 8, 3, 1, true)));
        String normalized = network.normalization(map, 8);
        int side = (SIDE - kernel) / stride + 1;
        network.output(network.convolution(normalized, 8, 5, kernel, stride, false), Network.OPEN, 5, side, side);
        assertThat(check(network)).containsExactly("normalisation-into-convolution x1");
    }

    @Test
    void foldsGroupedConvolutionWithoutShiftGroupByGroup() {
        Network network = new Network(2).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.node("Relu", List.of(network.convolution("x", 3, 8, 3, 1, true)));
        String grouped = network.node(
                "Conv", List.of(network.normalization(map, 8), network.weights(12, 2, 1, 1)), Network.integer("group", 4));
        assertThat(check(network.output(grouped, Network.OPEN, 12, SIDE, SIDE)))
                .containsExactly("normalisation-into-convolution x1");
    }

    @Test
    void keepsConvolutionThatPadsItsInput() {
        Network network = new Network(3).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.node("Relu", List.of(network.convolution("x", 3, 8, 3, 1, true)));
        network.output(network.convolution(network.normalization(map, 8), 8, 8, 3, 1, true), Network.OPEN, 8, SIDE, SIDE);
        assertThat(check(network)).isEmpty();
    }

    @Test
    void keepsConvolutionWithAutomaticPadding() {
        Network network = new Network(3).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.node("Relu", List.of(network.convolution("x", 3, 8, 3, 1, true)));
        AttributeProto same = AttributeProto.newBuilder()
                .setName("auto_pad")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8("SAME_UPPER"))
                .build();
        String padded =
                network.node("Conv", List.of(network.normalization(map, 8), network.weights(8, 8, 3, 3)), same);
        assertThat(check(network.output(padded, Network.OPEN, 8, SIDE, SIDE))).isEmpty();
    }

    @Test
    void keepsNormalizationThatIsUsedElsewhere() {
        Network network = new Network(4).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.node("Relu", List.of(network.convolution("x", 3, 8, 3, 1, true)));
        String normalized = network.normalization(map, 8);
        network.output(network.convolution(normalized, 8, 8, 1, 1, false), Network.OPEN, 8, SIDE, SIDE)
                .output(normalized, Network.OPEN, 8, SIDE, SIDE);
        assertThat(check(network)).isEmpty();
    }

    @Test
    void leavesNormalizationBehindConvolutionToRuntime() {
        Network network = new Network(5).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.normalization(network.convolution("x", 3, 8, 3, 1, true), 8);
        network.output(network.convolution(map, 8, 8, 1, 1, false), Network.OPEN, 8, SIDE, SIDE);
        assertThat(check(network)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,true", "1,true", "0,false", "1,false"})
    void foldsNormalizationBehindProduct(int transposed, boolean adds) {
        Network network = new Network(6).input(Network.OPEN, 7);
        String weights = transposed == 1 ? network.weights(5, 7) : network.weights(7, 5);
        List<String> inputs = adds ? List.of("x", weights, network.weights(5)) : List.of("x", weights);
        String product = network.node(
                "Gemm", inputs, Network.integer("transB", transposed), Nodes.attribute("alpha", 0.7f),
                Nodes.attribute("beta", 1.3f));
        network.output(network.normalization(product, 5), Network.OPEN, 5);
        assertThat(Agreement.check(network.file(), 3, 7)).containsExactly("normalisation-into-product x1");
    }

    @Test
    void keepsProductThatAddsAnotherNumberToEachRow() {
        Network network = new Network(7).input(3, 7);
        String product = network.node("Gemm", List.of("x", network.weights(7, 5), network.weights(3, 1)));
        network.output(network.normalization(product, 5), 3, 5);
        assertThat(Agreement.check(network.file(), 3, 7)).isEmpty();
    }

    @Test
    void makesShapeConstantThatKeepsBatch() {
        Network network = new Network(8).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, 8, 3, 2, true);
        String rows = network.node("Unsqueeze", List.of(sizeOf(network, map, 0), network.constant(new long[] {0}, 1)));
        String shape = network.node(
                "Concat", List.of(rows, network.constant(new long[] {-1}, 1)), Network.integer("axis", 0));
        String flat = network.node("Reshape", List.of(map, shape));
        assertThat(check(network.output(flat, Network.OPEN, 8 * 5 * 5))).containsExactly("constant-shapes x1");
    }

    @Test
    void sizesThatAreComputedFromFixedOnesBecomeConstant() {
        Network network = new Network(9).input(Network.OPEN, 3, SIDE, SIDE);
        String map = network.convolution("x", 3, 8, 1, 1, false);
        String zero = network.constant(new long[] {0}, 1);
        String area = network.node("Mul", List.of(sizeOf(network, map, 2), sizeOf(network, map, 3)));
        String shape = network.node(
                "Concat",
                List.of(
                        network.node("Unsqueeze", List.of(sizeOf(network, map, 0), zero)),
                        network.node("Unsqueeze", List.of(sizeOf(network, map, 1), zero)),
                        network.node("Unsqueeze", List.of(area, zero))),
                Network.integer("axis", 0));
        String rows = network.node("Reshape", List.of(map, shape));
        assertThat(check(network.output(rows, Network.OPEN, 8, SIDE * SIDE))).containsExactly("constant-shapes x1");
    }

    @Test
    void keepsShapeWithTwoOpenSizes() {
        Network network = new Network(10).input(Network.OPEN, 3, Network.OPEN, SIDE);
        String map = network.convolution("x", 3, 8, 1, 1, false);
        String zero = network.constant(new long[] {0}, 1);
        String shape = network.node(
                "Concat",
                List.of(
                        network.node("Unsqueeze", List.of(sizeOf(network, map, 2), zero)),
                        network.node("Unsqueeze", List.of(sizeOf(network, map, 0), zero)),
                        network.constant(new long[] {8 * SIDE}, 1)),
                Network.integer("axis", 0));
        String swapped = network.node("Reshape", List.of(map, shape));
        assertThat(check(network.output(swapped, Network.OPEN, Network.OPEN, 8 * SIDE))).isEmpty();
    }

    private static String sizeOf(Network network, String value, long place) {
        String shape = network.node("Shape", List.of(value));
        return network.node("Gather", List.of(shape, network.constant(new long[] {place})));
    }

    private static List<String> check(Network network) {
        ModelFile file = network.file();
        assertThat(Agreement.check(file, 1, 3, SIDE, SIDE)).isEqualTo(Agreement.check(file, 4, 3, SIDE, SIDE));
        return Agreement.check(file, 2, 3, SIDE, SIDE);
    }
}
