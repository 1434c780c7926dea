package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * A PRelu whose slopes are all the same number is a LeakyRelu, bit for bit, which ONNX Runtime computes inside the
 * convolution in front of it.
 */
final class SharedSlope implements Rewrite {

    @Override
    public String name() {
        return "prelu-as-leaky-relu";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        FeatureMaps maps = FeatureMaps.of(graph);
        for (NodeProto node : graph.nodes("PRelu")) {
            Optional<Weights> slope = graph.constant(node.getInput(1)).filter(Weights::isFloat32);
            if (slope.isPresent() && isShared(graph, maps, node, slope.get())) {
                graph.replace(node, Nodes.of(
                        "LeakyRelu",
                        node.getInputList().subList(0, 1),
                        node.getOutput(0),
                        Nodes.attribute("alpha", slope.get().floats()[0])));
                places++;
            }
        }
        return places;
    }

    /** One slope fits values of any shape; several must be known not to need more slopes than there are. */
    private static boolean isShared(ModelGraph graph, FeatureMaps maps, NodeProto node, Weights slope)
            throws IOException {
        float[] slopes = slope.floats();
        for (float one : slopes) {
            if (Float.floatToIntBits(one) != Float.floatToIntBits(slopes[0])) {
                return false;
            }
        }
        return slopes.length == 1 || slopes.length > 1 && ChannelSlopes.of(graph, maps, node).isPresent();
    }
}
