package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A PRelu with a slope for each channel, written with Relu and products by channel. ONNX Runtime's PRelu on a processor
 * is several times slower than a convolution of the same size and does not take part in the blocked layout, so that
 * every value is reordered before and after it. Relu and products by channel, as BatchNormalization, stay in that
 * layout, and a sum is computed inside the product.
 *
 * <p>Three forms, the fastest that holds:
 * <ul>
 *   <li>{@code Relu(z) + a / (1 - a) z}, where {@code z = (1 - a) x} comes out of the convolution or normalization in
 *       front, whose weights take over the factor: one product. For slopes that are not near 1, nor so steep that the
 *       two summands nearly cancel, and where nothing else takes {@code x}.
 *   <li>{@code a x + Relu((1 - a) x)}, where no slope is above 1: two products, the Relu inside one.
 *   <li>{@code a x + (1 - a) Relu(x)}: two products and a Relu.
 * </ul>
 * Measured on maps of 7 x 7 to 112 x 112, 8 to 128 channels and batches of 1 and 8, the second form was 1.2 to 8.7
 * times as fast as the PRelu, the third 1.1 to 7.4; smaller maps gain least. The first is a little faster than the
 * second.
 */
final class ChannelSlopesAsRelu implements Rewrite {

    /** Slopes in these bounds let rounding grow by a factor of 8 at most in the form with one product. */
    private static final float STEEPEST_DESCENT = -3;

    private static final float NEAREST_TO_ONE = 0.875f;

    private final boolean asOneProduct;

    /** The fastest form that holds. */
    ChannelSlopesAsRelu() {
        this(true);
    }

    private ChannelSlopesAsRelu(boolean asOneProduct) {
        this.asOneProduct = asOneProduct;
    }

    /** No Relu but inside products: it costs nothing there in 8 bits, and alone it has no form in 8 bits. */
    static ChannelSlopesAsRelu insideProducts() {
        return new ChannelSlopesAsRelu(false);
    }

    @Override
    public String name() {
        return "prelu-as-relu";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        FeatureMaps maps = FeatureMaps.of(graph);
        for (NodeProto node : graph.nodes("PRelu")) {
            Optional<ChannelSlopes> slopes = ChannelSlopes.of(graph, maps, node);
            if (slopes.isPresent()) {
                rewrite(graph, node, slopes.get());
                places++;
            }
        }
        return places;
    }

    private void rewrite(ModelGraph graph, NodeProto node, ChannelSlopes slopes) throws IOException {
        String input = node.getInput(0);
        Optional<NodeProto> source = asOneProduct && slopes.areBetween(STEEPEST_DESCENT, NEAREST_TO_ONE)
                ? ScaledChannels.source(graph, input, node)
                : Optional.empty();
        if (source.isPresent()) {
            ScaledChannels.scale(graph, source.get(), slopes.complements());
            oneProduct(graph, node, slopes);
        } else if (slopes.areBetween(Float.NEGATIVE_INFINITY, 1)) {
            reluInsideAProduct(graph, node, slopes);
        } else {
            productOfARelu(graph, node, slopes);
        }
    }

    private static void oneProduct(ModelGraph graph, NodeProto node, ChannelSlopes slopes) {
        String input = node.getInput(0);
        String output = node.getOutput(0);
        NodeProto positive = relu(graph, input, output + "/positive");
        NodeProto sloped = product(graph, input, slopes.toComplements(), output + "/sloped");
        graph.replace(node, positive, sloped, sum(sloped, positive, output));
    }

    private static void reluInsideAProduct(ModelGraph graph, NodeProto node, ChannelSlopes slopes) {
        String input = node.getInput(0);
        String output = node.getOutput(0);
        NodeProto complement = product(graph, input, slopes.complements(), output + "/complement");
        NodeProto positive = relu(graph, complement.getOutput(0), output + "/positive");
        NodeProto sloped = product(graph, input, slopes.slopes(), output + "/sloped");
        graph.replace(node, complement, positive, sloped, sum(sloped, positive, output));
    }

    private static void productOfARelu(ModelGraph graph, NodeProto node, ChannelSlopes slopes) {
        String input = node.getInput(0);
        String output = node.getOutput(0);
        NodeProto positive = relu(graph, input, output + "/positive");
        NodeProto complement = product(graph, positive.getOutput(0), slopes.complements(), output + "/complement");
        NodeProto sloped = product(graph, input, slopes.slopes(), output + "/sloped");
        graph.replace(node, positive, complement, sloped, sum(sloped, complement, output));
    }

    private static NodeProto sum(NodeProto sloped, NodeProto rest, String output) {
        return Nodes.of("Add", List.of(sloped.getOutput(0), rest.getOutput(0)), output);
    }

    private static NodeProto relu(ModelGraph graph, String input, String output) {
        return Nodes.of("Relu", List.of(input), graph.fresh(output));
    }

    /** Mean 0, variance 1 and epsilon 0 leave the scale alone. */
    private static NodeProto product(ModelGraph graph, String input, float[] factors, String output) {
        float[] zeros = new float[factors.length];
        float[] ones = new float[factors.length];
        Arrays.fill(ones, 1);
        String value = graph.fresh(output);
        return Nodes.of(
                "BatchNormalization",
                List.of(
                        input,
                        graph.add(value + "/scale", factors, factors.length),
                        graph.add(value + "/shift", zeros, factors.length),
                        graph.add(value + "/mean", zeros, factors.length),
                        graph.add(value + "/variance", ones, factors.length)),
                value,
                Nodes.attribute("epsilon", 0f));
    }
}
