package io.facequality.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A PRelu with a slope for each channel, written with Relu and products by channel. ONNX Runtime's PRelu on a processor
 * is several times slower than a convolution of the same size and does not take part in the blocked layout, so that
 * every value is reordered before and after it. Products by channel, as BatchNormalization, stay in that layout, and
 * the Relu and the sum are computed inside them.
 *
 * <p>Where no slope {@code a} is above 1: {@code a x + Relu((1 - a) x)}, two passes over the maps. Otherwise {@code a x
 * + (1 - a) Relu(x)}, three passes. Measured on maps of 7 x 7 to 112 x 112, 8 to 128 channels and batches of 1 and 8,
 * the first form was 1.2 to 8.7 times as fast as the PRelu, the second 1.1 to 7.4; smaller maps gain least. Forms with a
 * product carried into the weights around it were not faster than the first.
 */
final class ChannelSlopesAsRelu implements Rewrite {

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

    private static void rewrite(ModelGraph graph, NodeProto node, ChannelSlopes slopes) {
        String input = node.getInput(0);
        String output = node.getOutput(0);
        NodeProto inner;
        NodeProto outer;
        if (slopes.noneIsAboveOne()) {
            inner = product(graph, input, slopes.complements(), output + "/complement");
            outer = relu(graph, inner.getOutput(0), output + "/positive");
        } else {
            inner = relu(graph, input, output + "/positive");
            outer = product(graph, inner.getOutput(0), slopes.complements(), output + "/complement");
        }
        NodeProto sloped = product(graph, input, slopes.slopes(), output + "/sloped");
        graph.replace(
                node,
                inner,
                outer,
                sloped,
                Nodes.of("Add", List.of(sloped.getOutput(0), outer.getOutput(0)), output));
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
                Nodes.attribute("epsilon", 0));
    }
}
