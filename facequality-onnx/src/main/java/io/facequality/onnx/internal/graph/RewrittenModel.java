package io.facequality.onnx.internal.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model whose graph was rewritten to run faster: other nodes, and the same numbers but for rounding. The weights stay in
 * the model's file until it is written.
 */
public final class RewrittenModel {

    private static final List<Rewrite> REWRITES = List.of(
            new HalfWeights(),
            new NormalizationIntoConvolution(),
            new NormalizationIntoProduct(),
            new SharedSlope(),
            new ChannelSlopesAsRelu(),
            new VanishingWeights(),
            new ConstantShapes());

    private final ModelGraph.Serialized serialized;
    private final int size;
    private final List<String> rewrites;

    private RewrittenModel(ModelGraph.Serialized serialized, int size, List<String> rewrites) {
        this.serialized = serialized;
        this.size = size;
        this.rewrites = List.copyOf(rewrites);
    }

    /**
     * Rewrites a model.
     *
     * @param file the bytes of its file, open for as long as the result is used
     * @return the rewritten model; empty if nothing in it would run faster, or it is not a model to rewrite: one that
     *     is above 2 GB, keeps weights in other files, has graphs inside its nodes, was optimized or quantized already,
     *     or is no ONNX model at all
     * @throws IOException if the file cannot be read
     */
    public static Optional<RewrittenModel> of(ModelBytes file) throws IOException {
        return of(file, REWRITES);
    }

    static Optional<RewrittenModel> of(ModelBytes file, List<Rewrite> rewrites) throws IOException {
        if (file.size() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        try {
            ModelGraph graph = ModelReading.read(file);
            return graph.isPlain() ? rewritten(graph, rewrites) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static Optional<RewrittenModel> rewritten(ModelGraph graph, List<Rewrite> rewrites) throws IOException {
        List<String> done = new ArrayList<>();
        for (Rewrite rewrite : rewrites) {
            int places = rewrite.apply(graph);
            if (places > 0) {
                done.add(rewrite.name() + " x" + places);
            }
        }
        if (done.isEmpty()) {
            return Optional.empty();
        }
        ModelGraph.Serialized serialized = graph.serialize();
        return serialized.size().isPresent()
                ? Optional.of(new RewrittenModel(serialized, serialized.size().getAsInt(), done))
                : Optional.empty();
    }

    /**
     * Which rewrites changed the model, and at how many places.
     *
     * @return names such as {@code prelu-as-relu x33}, in the order in which they ran; not empty
     */
    public List<String> rewrites() {
        return rewrites;
    }

    /**
     * How long the model is.
     *
     * @return the size in bytes
     */
    public int size() {
        return size;
    }

    /**
     * Writes the model in the ONNX format.
     *
     * @param buffer where to; it must have room for {@link #size()} bytes
     * @throws IOException if the weights cannot be read any more
     */
    public void writeTo(ByteBuffer buffer) throws IOException {
        serialized.writeTo(buffer);
    }
}
