package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How much memory a run of a model takes for each member of its batch, told from its graph: the values that are alive
 * at once where most are, each value living from the node that gives it to the last that takes it.
 *
 * <p>A value whose shape is not known counts as much as the largest known one, so the estimate is high rather than low.
 * It does not count what operators use inside.
 */
public final class RunMemory {

    private final ModelGraph graph;
    private final Shapes shapes;

    private RunMemory(ModelGraph graph) throws IOException {
        this.graph = graph;
        this.shapes = Shapes.of(graph);
    }

    /**
     * Estimates a model's memory.
     *
     * @param file the bytes of its file
     * @return bytes for each member of the batch, above 0; empty if the file is not one that can be looked into
     * @throws IOException if the file cannot be read
     */
    public static OptionalLong ofOne(ModelBytes file) throws IOException {
        if (file.size() > Integer.MAX_VALUE) {
            return OptionalLong.empty();
        }
        try {
            RunMemory memory = new RunMemory(ModelReading.read(file));
            return memory.graph.nodes().isEmpty() ? OptionalLong.empty() : OptionalLong.of(memory.peak());
        } catch (InvalidProtocolBufferException e) {
            return OptionalLong.empty();
        }
    }

    private long peak() throws IOException {
        List<NodeProto> nodes = graph.nodes();
        Map<String, Long> sizes = new HashMap<>();
        long largest = 0;
        for (NodeProto node : nodes) {
            for (String output : node.getOutputList()) {
                if (shapes.integers(output).isPresent()) {
                    sizes.put(output, 0L);
                } else if (shapes.shape(output).isPresent()) {
                    sizes.put(output, bytes(shapes.shape(output).get()));
                    largest = Math.max(largest, sizes.get(output));
                }
            }
        }
        long live = 0;
        for (ValueInfoProto input : graph.inputs()) {
            long size = shapes.shape(input.getName()).map(RunMemory::bytes).orElse(0L);
            live += size;
            largest = Math.max(largest, size);
        }
        Map<NodeProto, Set<String>> ends = ends(nodes);
        long peak = live;
        for (NodeProto node : nodes) {
            for (String output : node.getOutputList()) {
                live += sizes.getOrDefault(output, largest);
            }
            peak = Math.max(peak, live);
            for (String value : ends.getOrDefault(node, Set.of())) {
                live -= sizes.getOrDefault(value, largest);
            }
        }
        return peak;
    }

    /** Which values end with which node: those that it takes or gives and no later one takes. */
    private Map<NodeProto, Set<String>> ends(List<NodeProto> nodes) {
        Map<NodeProto, Set<String>> ends = new IdentityHashMap<>();
        Set<String> takenLater = new HashSet<>();
        Set<String> given = new HashSet<>();
        nodes.forEach(node -> given.addAll(node.getOutputList()));
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Set<String> values = new HashSet<>(nodes.get(i).getOutputList());
            nodes.get(i).getInputList().stream().filter(given::contains).forEach(values::add);
            values.removeIf(value -> takenLater.contains(value) || graph.isOutput(value));
            ends.put(nodes.get(i), values);
            takenLater.addAll(values);
        }
        return ends;
    }

    /** An open size is the batch, of which one member counts, or one that the model is always run with once. */
    private static long bytes(long[] shape) {
        long count = Float.BYTES;
        for (long size : shape) {
            count *= Math.max(1, size);
        }
        return count;
    }
}
