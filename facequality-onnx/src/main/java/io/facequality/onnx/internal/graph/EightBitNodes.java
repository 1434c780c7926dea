package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of a graph that run in 8 bits: convolutions with constant weights, sums of feature maps and LeakyRelus. Filters
 * of single channels stay as they are, and so do the sums of a network that has such. The few matrix products of a head
 * stay too: they take little time, and most of a score's accuracy is decided there.
 *
 * <p>A value between them becomes unsigned 8-bit numbers and back (QuantizeLinear, DequantizeLinear), weights signed
 * ones with a scale for each output channel, and ONNX Runtime makes one integer kernel of each such surrounded node. A
 * Relu or Clip behind a node is part of it: its kernel ends at the range's ends anyway.
 */
final class EightBitNodes {

    private static final Set<String> ENDS_OF_RANGES = Set.of("Relu", "Clip");
    private static final int MAP_DIMENSIONS = 4;

    /**
     * Processors without instructions for 8-bit networks (VNNI) add two products in 16 bits. {@code 2 * 255 * 127} does not
     * fit there, and {@code 2 * 255 * 63} does.
     */
    private static final int LARGEST_WEIGHT = 63;

    /** A bias has 32 bits; the sum that it is added to needs the rest. */
    private static final double LARGEST_BIAS = 1 << 30;

    private final ModelGraph graph;
    private final Set<NodeProto> nodes = Collections.newSetFromMap(new IdentityHashMap<>());

    private EightBitNodes(ModelGraph graph) {
        this.graph = graph;
        FeatureMaps maps = FeatureMaps.of(graph);
        boolean perChannel = graph.nodes().stream().anyMatch(node -> isPerChannel(graph, node));
        for (NodeProto node : graph.nodes()) {
            if (runsInEightBits(graph, maps, perChannel, node)) {
                nodes.add(node);
            }
        }
    }

    static EightBitNodes of(ModelGraph graph) {
        return new EightBitNodes(graph);
    }

    private static boolean runsInEightBits(ModelGraph graph, FeatureMaps maps, boolean perChannel, NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv" -> hasConstantWeights(graph, node) && !isPerChannel(graph, node);
            case "Add" -> !perChannel && maps.channels(node.getOutput(0)).isPresent();
            case "LeakyRelu" -> maps.channels(node.getOutput(0)).isPresent();
            default -> false;
        };
    }

    /**
     * Whether each channel is filtered by itself. The channels of such a network differ much in their ranges, and one scale
     * for all of them leaves the narrow ones few numbers. Such filters have little to compute.
     */
    private static boolean isPerChannel(ModelGraph graph, NodeProto node) {
        return node.getOpType().equals("Conv")
                && hasConstantWeights(graph, node)
                && graph.constant(node.getInput(1)).orElseThrow().shape()[1] == 1;
    }

    /** Whether a convolution's weights and bias are constant float32, and its weights those of maps. */
    static boolean hasConstantWeights(ModelGraph graph, NodeProto convolution) {
        return graph.constant(convolution.getInput(1))
                        .filter(Weights::isFloat32)
                        .filter(weights -> weights.shape().length == MAP_DIMENSIONS)
                        .isPresent()
                && (Nodes.input(convolution, 2).isEmpty()
                        || graph.constant(convolution.getInput(2)).filter(Weights::isFloat32).isPresent());
    }

    int count() {
        return nodes.size();
    }

    /** The values that become 8-bit numbers, in the order in which they come to be. */
    Set<String> values() {
        Set<String> values = new LinkedHashSet<>();
        for (NodeProto node : graph.nodes()) {
            if (nodes.contains(node)) {
                values.add(node.getInput(0));
                if (node.getOpType().equals("Add")) {
                    values.add(node.getInput(1));
                }
                values.add(end(node).getOutput(0));
            }
        }
        return values;
    }

    /** The node itself, or the Relu or Clip that is part of it. */
    private NodeProto end(NodeProto node) {
        List<NodeProto> takers = graph.consumers(node.getOutput(0));
        return takers.size() == 1
                        && graph.isTakenOnlyBy(takers.get(0), node.getOutput(0))
                        && ENDS_OF_RANGES.contains(takers.get(0).getOpType())
                ? takers.get(0)
                : node;
    }

    /** Puts the conversions in. */
    void quantize(Map<String, ValueRange> ranges) throws IOException {
        Set<String> values = values();
        for (NodeProto node : graph.nodes()) {
            NodeProto current = node;
            if (nodes.contains(node) && node.getOpType().equals("Conv")) {
                current = withEightBitWeights(node, range(ranges, node.getInput(0)));
                graph.replace(node, current);
            }
            if (current.getOutputCount() == 1 && values.contains(current.getOutput(0))) {
                convertBehind(current, range(ranges, current.getOutput(0)));
            }
        }
        for (String value : values) {
            if (graph.producer(value).isEmpty()) {
                convertInput(value, range(ranges, value));
            }
        }
    }

    private static ValueRange range(Map<String, ValueRange> ranges, String value) {
        return Objects.requireNonNull(ranges.get(value));
    }

    /** What takes the value need not change: the number that comes back from 8 bits has its name. */
    private void convertBehind(NodeProto node, ValueRange range) {
        String value = node.getOutput(0);
        String exact = graph.fresh(value + "/exact");
        List<NodeProto> all = new ArrayList<>();
        all.add(node.toBuilder().setName(exact).setOutput(0, exact).build());
        all.addAll(conversion(exact, value, range));
        graph.replace(node, all.toArray(NodeProto[]::new));
    }

    private void convertInput(String value, ValueRange range) {
        String coarse = graph.fresh(value + "/coarse");
        List<NodeProto> takers = graph.consumers(value);
        for (NodeProto taker : takers) {
            NodeProto.Builder changed = taker.toBuilder();
            for (int i = 0; i < taker.getInputCount(); i++) {
                if (taker.getInput(i).equals(value)) {
                    changed.setInput(i, coarse);
                }
            }
            graph.replace(taker, changed.build());
        }
        graph.putFirst(conversion(value, coarse, range));
    }

    private List<NodeProto> conversion(String from, String to, ValueRange range) {
        String scale = graph.add(to + "/scale", new float[] {range.step()});
        String zero = graph.add(to + "/zero", TensorProto.DataType.UINT8, new byte[] {(byte) range.zero()});
        String integers = graph.fresh(to + "/integers");
        return List.of(
                Nodes.of("QuantizeLinear", List.of(from, scale, zero), integers),
                Nodes.of("DequantizeLinear", List.of(integers, scale, zero), to));
    }

    private NodeProto withEightBitWeights(NodeProto node, ValueRange input) throws IOException {
        Weights old = graph.constant(node.getInput(1)).orElseThrow();
        float[] weights = old.floats();
        int channels = (int) old.shape()[0];
        Optional<String> biasName = Nodes.input(node, 2);
        float[] bias = biasName.isPresent()
                ? graph.constant(biasName.get()).orElseThrow().floats()
                : new float[channels];
        float[] steps = steps(weights, bias, input);
        byte[] integers = new byte[weights.length];
        for (int i = 0; i < weights.length; i++) {
            integers[i] = (byte) Math.round(weights[i] / steps[i / (weights.length / channels)]);
        }
        ByteBuffer integerBias = ByteBuffer.allocate(channels * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] biasSteps = new float[channels];
        for (int i = 0; i < channels; i++) {
            biasSteps[i] = input.step() * steps[i];
            integerBias.putInt((int) Math.round(bias[i] / (double) biasSteps[i]));
        }
        String name = node.getOutput(0);
        NodeProto weightsBack = channelwise(
                name + "/weights",
                graph.add(name + "/weights/integers", TensorProto.DataType.INT8, integers, old.shape()),
                steps,
                graph.add(name + "/weights/zero", TensorProto.DataType.INT8, new byte[channels], channels));
        NodeProto biasBack = channelwise(
                name + "/bias",
                graph.add(name + "/bias/integers", TensorProto.DataType.INT32, integerBias.array(), channels),
                biasSteps,
                graph.add(
                        name + "/bias/zero",
                        TensorProto.DataType.INT32,
                        new byte[channels * Integer.BYTES],
                        channels));
        graph.putFirst(List.of(weightsBack, biasBack));
        return node.toBuilder()
                .clearInput()
                .addInput(node.getInput(0))
                .addInput(weightsBack.getOutput(0))
                .addInput(biasBack.getOutput(0))
                .build();
    }

    private NodeProto channelwise(String wish, String integers, float[] steps, String zero) {
        return Nodes.of(
                "DequantizeLinear",
                List.of(integers, graph.add(wish + "/scale", steps, steps.length), zero),
                graph.fresh(wish),
                Nodes.attribute("axis", 0L));
    }

    /** A channel's largest weight has the largest number, unless its bias would then need too large a one. */
    private static float[] steps(float[] weights, float[] bias, ValueRange input) {
        float[] steps = new float[bias.length];
        int weightsOfAChannel = weights.length / bias.length;
        for (int channel = 0; channel < bias.length; channel++) {
            float largest = 0;
            for (int i = 0; i < weightsOfAChannel; i++) {
                largest = Math.max(largest, Math.abs(weights[channel * weightsOfAChannel + i]));
            }
            double step = Math.max(
                    (double) largest / LARGEST_WEIGHT, Math.abs(bias[channel]) / LARGEST_BIAS / input.step());
            steps[channel] = step > 0 ? (float) step : 1;
        }
        return steps;
    }
}
