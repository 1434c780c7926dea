package io.facequality.onnx.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which values are feature maps {@code [n,channels,height,width]} that come out of a convolution. ONNX Runtime keeps
 * them in a layout blocked by channels (NCHWc) for as long as each next operator takes part in it.
 */
final class FeatureMaps {

    private static final Set<String> SHAPE_KEEPING = Set.of(
            "BatchNormalization", "PRelu", "Relu", "LeakyRelu", "Clip", "Sigmoid", "Tanh", "Dropout", "Identity",
            "MaxPool", "AveragePool");
    private static final int MAP_DIMENSIONS = 4;

    private FeatureMaps() {}

    /** How many channels a value has; empty if it is not known to be feature maps. */
    static OptionalLong channels(ModelGraph graph, String value) {
        Optional<NodeProto> producer = graph.producer(value);
        while (producer.isPresent()) {
            NodeProto node = producer.get();
            if (node.getOpType().equals("Conv")) {
                return convolutionChannels(graph, node);
            }
            if (node.getOpType().equals("Add")) {
                return sumChannels(graph, node);
            }
            if (!SHAPE_KEEPING.contains(node.getOpType())) {
                break;
            }
            producer = graph.producer(node.getInput(0));
        }
        return OptionalLong.empty();
    }

    private static OptionalLong convolutionChannels(ModelGraph graph, NodeProto convolution) {
        return graph.constant(convolution.getInput(1))
                .filter(weights -> weights.shape().length == MAP_DIMENSIONS)
                .map(weights -> OptionalLong.of(weights.shape()[0]))
                .orElse(OptionalLong.empty());
    }

    /** Both summands must be maps: a sum with anything else may have another shape. */
    private static OptionalLong sumChannels(ModelGraph graph, NodeProto sum) {
        OptionalLong first = channels(graph, sum.getInput(0));
        return first.isPresent() && first.equals(channels(graph, sum.getInput(1))) ? first : OptionalLong.empty();
    }
}
