package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    private final Map<String, Long> channels = new HashMap<>();

    private FeatureMaps() {}

    /** Follows the maps through a graph. */
    static FeatureMaps of(ModelGraph graph) {
        FeatureMaps maps = new FeatureMaps();
        for (NodeProto node : graph.nodes()) {
            maps.channelsOf(graph, node).ifPresent(count -> maps.channels.put(node.getOutput(0), count));
        }
        return maps;
    }

    /** How many channels a value has; empty if it is not known to be feature maps. */
    Optional<Long> channels(String value) {
        return Optional.ofNullable(channels.get(value));
    }

    private Optional<Long> channelsOf(ModelGraph graph, NodeProto node) {
        if (node.getOpType().equals("Conv")) {
            return graph.constant(node.getInput(1))
                    .filter(weights -> weights.shape().length == MAP_DIMENSIONS)
                    .map(weights -> weights.shape()[0]);
        }
        if (node.getOpType().equals("Add")) {
            return sumChannels(node);
        }
        return SHAPE_KEEPING.contains(node.getOpType()) ? channels(node.getInput(0)) : Optional.empty();
    }

    /** Both summands must be maps: a sum with anything else may have another shape. */
    private Optional<Long> sumChannels(NodeProto sum) {
        Optional<Long> first = channels(sum.getInput(0));
        return first.equals(channels(sum.getInput(1))) ? first : Optional.empty();
    }
}
