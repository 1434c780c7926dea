package io.facequality.onnx.graph;

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
            if (weights.isPresent()) {
                float[] values = weights.get().floats();
                if (clear(values)) {
                    cleared.setInput(input, graph.add(name + "/cleared", values, weights.get().shape()));
                    places++;
                }
            }
        }
        if (places > 0) {
            graph.replace(node, cleared.build());
        }
        return places;
    }

    /** Whether there was anything to clear. */
    private static boolean clear(float[] values) {
        float least = (float) Math.max(Float.MIN_NORMAL, NOTHING * largest(values));
        boolean found = false;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && Math.abs(values[i]) < least) {
                values[i] = 0;
                found = true;
            }
        }
        return found;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
