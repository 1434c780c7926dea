package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * A convolution or normalization whose weights take over a product by channel that comes after it. A convolution of
 * many weights is left alone: reading and writing them takes longer, when the model is opened, than is saved.
 */
final class ScaledChannels {

    private static final long MOST_WEIGHTS = 1 << 20;

    private ScaledChannels() {}

    /**
     * Finds the node whose weights can take over a product.
     *
     * @param value what is multiplied
     * @param only the node that takes the value; another that took it too would find it changed
     * @return the node that gives the value, if it has weights for it
     */
    static Optional<NodeProto> source(ModelGraph graph, String value, NodeProto only) {
        return graph.producer(value)
                .filter(node -> graph.isTakenOnlyBy(only, value))
                .filter(node -> switch (node.getOpType()) {
                    case "Conv" -> isConstant(graph, node, 1) && isFew(graph, node)
                            && (Nodes.input(node, 2).isEmpty() || isConstant(graph, node, 2));
                    case "BatchNormalization" -> isConstant(graph, node, 1) && isConstant(graph, node, 2);
                    default -> false;
                });
    }

    private static boolean isConstant(ModelGraph graph, NodeProto node, int place) {
        return graph.constant(node.getInput(place)).filter(Weights::isFloat32).isPresent();
    }

    private static boolean isFew(ModelGraph graph, NodeProto convolution) {
        return graph.constant(convolution.getInput(1)).orElseThrow().count() <= MOST_WEIGHTS;
    }

    /** Multiplies what a {@link #source} gives: its first two parameters, weights and bias or scale and shift. */
    static void scale(ModelGraph graph, NodeProto source, float[] factors) throws IOException {
        NodeProto.Builder scaled = source.toBuilder();
        for (int place = 1; place <= 2; place++) {
            Optional<String> name = Nodes.input(source, place);
            if (name.isPresent()) {
                Weights old = graph.constant(name.get()).orElseThrow();
                scaled.setInput(place, graph.add(name.get() + "/scaled", scaled(old.floats(), factors), old.shape()));
            }
        }
        graph.replace(source, scaled.build());
    }

    /** Channels come first in row-major order, so the numbers of each lie together. */
    private static float[] scaled(float[] numbers, float[] factors) {
        int numbersOfAChannel = numbers.length / factors.length;
        for (int channel = 0; channel < factors.length; channel++) {
            scale(numbers, channel * numbersOfAChannel, (channel + 1) * numbersOfAChannel, factors[channel]);
        }
        return numbers;
    }

    /** A method of its own, which is compiled after a few channels: a model is opened once. */
    private static void scale(float[] numbers, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            numbers[i] *= factor;
        }
    }
}
