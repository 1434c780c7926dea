package io.facequality.onnx.internal.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model whose convolutions can run in 8 bits. What its values range over must be measured first: {@link
 * #observable()} is the model in float32, giving those values too; {@link #quantized} puts the conversions around the
 * nodes.
 */
public final class QuantizableModel {

    /** The first operator set whose DequantizeLinear knows channels. */
    private static final long OLDEST_OPERATORS = 13;

    private static final List<Rewrite> REWRITES = List.of(
            new NormalizationIntoConvolution(),
            new NormalizationIntoProduct(),
            new SharedSlope(),
            ChannelSlopesAsRelu.insideProducts(),
            new NormalizationAsConvolution(),
            new ConstantShapes());

    private final ModelBytes file;
    private final List<String> rewrites = new ArrayList<>();
    private final List<String> values;
    private final int nodes;

    private QuantizableModel(ModelBytes file) throws IOException {
        this.file = file;
        EightBitNodes found = EightBitNodes.of(graph(rewrites));
        this.values = List.copyOf(found.values());
        this.nodes = found.count();
    }

    /**
     * Looks at a model.
     *
     * @param file the bytes of its file, open for as long as the result is used
     * @return the model; empty if it is one that {@link RewrittenModel} leaves alone for what it is, such as one that
     *     is quantized already, if its operators are older than version 13, or if nothing in it runs in 8 bits
     * @throws IOException if the file cannot be read
     */
    public static Optional<QuantizableModel> of(ModelBytes file) throws IOException {
        if (file.size() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        try {
            ModelGraph graph = ModelReading.read(file);
            return graph.isPlain() && graph.operators() >= OLDEST_OPERATORS
                    ? Optional.of(new QuantizableModel(file)).filter(model -> model.nodes > 0)
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** The graph with its rewrites, whose names are added to a list. */
    private ModelGraph graph(List<String> done) throws IOException {
        ModelGraph graph = ModelReading.read(file);
        for (Rewrite rewrite : REWRITES) {
            int places = rewrite.apply(graph);
            if (places > 0) {
                done.add(rewrite.name() + " x" + places);
            }
        }
        return graph;
    }

    /**
     * The values that become 8-bit numbers.
     *
     * @return their names, the model's input among them if it does; not empty
     */
    public List<String> values() {
        return values;
    }

    /**
     * How many nodes run in 8 bits.
     *
     * @return at least 1
     */
    public int nodes() {
        return nodes;
    }

    /**
     * Which rewrites come before.
     *
     * @return names such as {@code prelu-as-relu x33}, in the order in which they run
     */
    public List<String> rewrites() {
        return List.copyOf(rewrites);
    }

    /**
     * The model in float32.
     *
     * @return an ONNX file's content; besides its own outputs it gives each of the {@link #values()} that is none of
     *     its inputs, under its name
     * @throws IOException if the file cannot be read any more
     */
    public byte[] observable() throws IOException {
        ModelGraph graph = graph(new ArrayList<>());
        return written(graph.serialize(values.stream()
                .filter(value -> graph.producer(value).isPresent() && !graph.isOutput(value))
                .toList()));
    }

    /**
     * The model in 8 bits.
     *
     * @param ranges what each of the {@link #values()} ranges over
     * @return an ONNX file's content
     * @throws IOException if the file cannot be read any more
     */
    public byte[] quantized(Map<String, ValueRange> ranges) throws IOException {
        ModelGraph graph = graph(new ArrayList<>());
        EightBitNodes.of(graph).quantize(ranges);
        return written(graph.serialize());
    }

    private static byte[] written(ModelGraph.Serialized model) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(model.size()
                .orElseThrow(() -> new IllegalArgumentException("expected a model that fits into 2 GB")));
        model.writeTo(buffer);
        return buffer.array();
    }
}
