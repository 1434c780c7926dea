package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * Weights that are nothing beside the others of their layer become 0. Training leaves them behind in channels that died:
 * numbers of 1e-30 and less, and subnormal ones, below 1.2e-38. What they add is less than float32 can tell from nothing,
 * but a processor may take a hundred times as long for a product that is subnormal. A layer of many weights is left
 * alone: reading them takes longer than is saved.
 */
final class VanishingWeights implements Rewrite {

    private static final long MOST_WEIGHTS = 1 << 22;

    /** The sums of a layer keep 7 digits of its largest products: one that has 13 digits more to go is lost in any case. */
    private static final double NOTHING = 1e-20;

    private static final int ALL_BITS_BUT_THE_SIGN = Integer.MAX_VALUE;

    @Override
    public String name() {
        return "vanishing-weights";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        for (NodeProto node : graph.nodes()) {
            if (isSumOfProducts(node)) {
                places += clear(graph, node);
            }
        }
        return places;
    }

    private static boolean isSumOfProducts(NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv", "Gemm", "MatMul" -> true;
            default -> false;
        };
    }

    private static int clear(ModelGraph graph, NodeProto node) throws IOException {
        NodeProto.Builder cleared = node.toBuilder();
        int places = 0;
        for (int input = 0; input < node.getInputCount(); input++) {
            String name = node.getInput(input);
            Optional<Weights> weights = graph.constant(name)
                    .filter(Weights::isFloat32)
                    .filter(constant -> constant.count() <= MOST_WEIGHTS);
            if (weights.isPresent() && isAnyNothing(weights.get().bits())) {
                cleared.setInput(
                        input, graph.add(name + "/cleared", cleared(weights.get().floats()), weights.get().shape()));
                places++;
            }
        }
        if (places > 0) {
            graph.replace(node, cleared.build());
        }
        return places;
    }

    /**
     * Whether any but 0 is so small. Absolute values of floats are in the order of their bits, which can be gone through
     * several times as fast: most models have none, and a model is opened in the meantime.
     */
    private static boolean isAnyNothing(int[] bits) {
        int largest = 0;
        int smallest = ALL_BITS_BUT_THE_SIGN;
        for (int value : bits) {
            int absolute = value & ALL_BITS_BUT_THE_SIGN;
            largest = Math.max(largest, absolute);
            // One less, so that 0 becomes the largest of all.
            smallest = Math.min(smallest, absolute - 1 & ALL_BITS_BUT_THE_SIGN);
        }
        return smallest < ALL_BITS_BUT_THE_SIGN
                && Float.intBitsToFloat(smallest + 1) < least(Float.intBitsToFloat(largest));
    }

    private static float[] cleared(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        float least = least(largest);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]) < least ? 0 : values[i];
        }
        return values;
    }

    /** What is not nothing; no number if the largest is none. */
    private static float least(float largest) {
        return (float) Math.max(Float.MIN_NORMAL, NOTHING * largest);
    }
}
