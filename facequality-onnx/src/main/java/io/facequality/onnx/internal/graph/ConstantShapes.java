package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.Optional;

/**
 * The shape that a Reshape computes from the shape of another value becomes a constant where at most one of its sizes
 * is unknown before the run: Reshape finds one size itself, and takes over those that stay where they were. ONNX Runtime
 * folds such arithmetic only where nothing is open, and the batch nearly always is.
 */
final class ConstantShapes implements Rewrite {

    /** To a Reshape: the size that the input has in this place. */
    private static final long AS_BEFORE = 0;

    @Override
    public String name() {
        return "constant-shapes";
    }

    @Override
    public int apply(ModelGraph graph) throws IOException {
        int places = 0;
        Shapes shapes = Shapes.of(graph);
        for (NodeProto reshape : graph.nodes("Reshape")) {
            Optional<long[]> sizes = sizes(graph, shapes, reshape);
            if (sizes.isPresent()) {
                String constant = graph.add(reshape.getOutput(0) + "/shape", sizes.get(), sizes.get().length);
                graph.replace(reshape, reshape.toBuilder().setInput(1, constant).build());
                places++;
            }
        }
        return places;
    }

    private static Optional<long[]> sizes(ModelGraph graph, Shapes shapes, NodeProto reshape) throws IOException {
        boolean isConstant = graph.constant(reshape.getInput(1)).isPresent();
        boolean zeroIsASize = Nodes.integer(reshape, "allowzero", 0) != 0;
        Optional<long[]> computed = shapes.integers(reshape.getInput(1));
        if (isConstant || zeroIsASize || computed.isEmpty()) {
            return Optional.empty();
        }
        long[] before = shapes.shape(reshape.getInput(0)).orElse(new long[0]);
        long[] sizes = computed.get().clone();
        int unknown = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < Shapes.OPEN && i < before.length && sizes[i] == before[i]) {
                sizes[i] = AS_BEFORE;
            } else if (sizes[i] < 0) {
                sizes[i] = Shapes.OPEN;
                unknown++;
            }
        }
        return unknown <= 1 ? Optional.of(sizes) : Optional.empty();
    }
}
