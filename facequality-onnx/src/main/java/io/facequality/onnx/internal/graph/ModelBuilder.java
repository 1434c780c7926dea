package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Builds a new model, node by node, in the order in which they run. Its weights are asked for while it is written, a
 * few rows after the other, so that they are never in memory together. For one thread.
 *
 * <p>It writes the protobuf messages themselves: the library that brings their classes has a builder too, but that
 * builds what it can compute from arrays in memory, and names every value itself.
 */
public final class ModelBuilder {

    /** The size of a dimension that is left open, as the batch is. */
    public static final long OPEN = -1;

    /** Recent enough for every operator that is needed, old enough for runtimes of the last years. */
    private static final long OPERATORS = 17;

    private static final long FORMAT = 8;

    /** Enough to write fast, and little enough not to matter. */
    private static final int NUMBERS_AT_A_TIME = 1 << 16;

    /** Gives a constant's numbers when they are to be written. */
    @FunctionalInterface
    public interface Numbers {

        /**
         * Computes or reads the numbers.
         *
         * @return as many as the constant's shape has, in row-major order
         * @throws IOException if they cannot be read
         */
        float[] get() throws IOException;
    }

    /** Gives some of the weights' numbers when they are to be written. */
    @FunctionalInterface
    public interface Rows {

        /**
         * Computes or reads the numbers of some rows. A row is what belongs to one index of the outermost dimension,
         * such as an output channel's kernel.
         *
         * @param from the first row
         * @param to the row after the last
         * @param target takes them in row-major order, and is as long as they are many
         * @throws IOException if they cannot be read
         */
        void read(int from, int to, float[] target) throws IOException;
    }

    /** What an input or output consists of. */
    public enum Element {
        /** 32-bit floats. */
        FLOAT32(TensorProto.DataType.FLOAT_VALUE),
        /** 64-bit integers. */
        INT64(TensorProto.DataType.INT64_VALUE);

        private final int code;

        Element(int code) {
            this.code = code;
        }
    }

    private final GraphProto.Builder graph;
    private final Map<String, Weights> constants = new LinkedHashMap<>();
    private final Map<String, Integer> endings = new LinkedHashMap<>();
    private final boolean halved;

    private ModelBuilder(String name, boolean halved) {
        this.graph = GraphProto.newBuilder().setName(name);
        this.halved = halved;
    }

    /**
     * Starts a model whose weights are stored as they are.
     *
     * @param name the graph's name
     * @return a builder without nodes
     */
    public static ModelBuilder named(String name) {
        return new ModelBuilder(name, false);
    }

    /**
     * Starts a model whose {@linkplain #weights weights} are stored in 16 bits (IEEE half precision). It computes in
     * 32: a runtime widens them once, when it opens the model.
     *
     * @param name the graph's name
     * @return a builder without nodes
     */
    public static ModelBuilder namedInHalfPrecision(String name) {
        return new ModelBuilder(name, true);
    }

    /**
     * Declares an input.
     *
     * @param name its name
     * @param element what it consists of
     * @param shape its sizes, {@link #OPEN} where one is left open
     * @return its name
     */
    public String input(String name, Element element, long... shape) {
        graph.addInput(value(name, element, shape));
        return name;
    }

    /**
     * Declares that a value is an output; a node must give it.
     *
     * @param name its name
     * @param shape its sizes, {@link #OPEN} where one is left open; float32
     */
    public void output(String name, long... shape) {
        graph.addOutput(value(name, Element.FLOAT32, shape));
    }

    /**
     * Adds a node.
     *
     * @param operator what it does
     * @param inputs the values that it takes, in the operator's order
     * @param attributes its settings
     * @return the name of the value that it gives
     */
    public String node(String operator, List<String> inputs, Attribute... attributes) {
        return namedNode(fresh(operator), operator, inputs, attributes);
    }

    /**
     * Adds a node whose value must have a certain name, as an output must.
     *
     * @param name the name of the value that it gives
     * @param operator what it does
     * @param inputs the values that it takes, in the operator's order
     * @param attributes its settings
     * @return the same name
     */
    public String namedNode(String name, String operator, List<String> inputs, Attribute... attributes) {
        AttributeProto[] messages = Stream.of(attributes).map(Attribute::message).toArray(AttributeProto[]::new);
        graph.addNode(Nodes.of(operator, inputs, name, messages));
        return name;
    }

    /**
     * Adds a node that gives several values.
     *
     * @param operator what it does
     * @param inputs the values that it takes, in the operator's order
     * @param outputs how many values it gives
     * @param attributes its settings
     * @return their names
     */
    public List<String> nodes(String operator, List<String> inputs, int outputs, Attribute... attributes) {
        String name = fresh(operator);
        List<String> names = Stream.iterate(0, i -> i + 1).limit(outputs).map(i -> name + "_" + i).toList();
        graph.addNode(Nodes.of(operator, inputs, name, Stream.of(attributes)
                        .map(Attribute::message)
                        .toArray(AttributeProto[]::new))
                .toBuilder()
                .clearOutput()
                .addAllOutput(names));
        return names;
    }

    /**
     * Adds a constant that is small or must be exact: it is stored in 32 bits.
     *
     * @param wish its name, unless another has that
     * @param numbers its numbers, asked for when the model is written
     * @param shape its sizes, below 2<sup>31</sup> bytes
     * @return its name
     */
    public String constant(String wish, Numbers numbers, long... shape) {
        String name = fresh(wish);
        add(name, TensorProto.DataType.FLOAT_VALUE, Float.BYTES, shape, stream ->
                stream.write(singles(counted(name, numbers, shape))));
        return name;
    }

    /**
     * Adds integers.
     *
     * @param wish the constant's name, unless another has that
     * @param values the integers, a vector
     * @return its name
     */
    public String integers(String wish, long... values) {
        String name = fresh(wish);
        constants.put(name, Weights.of(name, values, values.length));
        return name;
    }

    /**
     * Adds weights, which may be stored in half precision. They are written a few rows after the other, so that they
     * may be large.
     *
     * @param wish their name, unless another constant has that
     * @param rows the numbers, asked for when the model is written
     * @param shape the sizes, below 2<sup>31</sup> bytes
     * @return the name of the float32 value
     */
    public String weights(String wish, Rows rows, long... shape) {
        String name = fresh(wish);
        if (!halved) {
            add(name, TensorProto.DataType.FLOAT_VALUE, Float.BYTES, shape, stream ->
                    write(rows, shape, Float.BYTES, (bytes, numbers) -> bytes.asFloatBuffer().put(numbers), stream));
            return name;
        }
        add(name, TensorProto.DataType.FLOAT16_VALUE, Short.BYTES, shape, stream ->
                write(rows, shape, Short.BYTES, ModelBuilder::putHalves, stream));
        return node("Cast", List.of(name), Attribute.integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    /** Puts numbers into a buffer of their size, which stays where it is. */
    @FunctionalInterface
    private interface Encoding {
        void put(ByteBuffer bytes, float[] numbers);
    }

    /** Writes a few rows after the other, all by way of the same memory. */
    private static void write(Rows rows, long[] shape, int elementSize, Encoding encoding, OutputStream stream)
            throws IOException {
        int all = Math.toIntExact(shape[0]);
        int row = Math.toIntExact(count(shape) / Math.max(1, all));
        int few = Math.max(1, NUMBERS_AT_A_TIME / Math.max(1, row));
        float[] numbers = {};
        ByteBuffer bytes = ByteBuffer.allocate(0);
        for (int from = 0; from < all; from += few) {
            int to = Math.min(all, from + few);
            int count = (to - from) * row;
            if (count != numbers.length) {
                numbers = new float[count];
                bytes = ByteBuffer.allocate(count * elementSize).order(ByteOrder.LITTLE_ENDIAN);
            }
            rows.read(from, to, numbers);
            encoding.put(bytes, numbers);
            stream.write(bytes.array());
        }
    }

    private static void putHalves(ByteBuffer bytes, float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            bytes.putShort(i * Short.BYTES, HalfPrecision.of(numbers[i]));
        }
    }

    private static byte[] singles(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private void add(String name, int type, int elementSize, long[] shape, ModelBytes.Computation computation) {
        int size = Math.toIntExact(Math.multiplyExact(count(shape), (long) elementSize));
        TensorProto head = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(LongStream.of(shape).boxed().toList())
                .build();
        ModelBytes bytes = ModelBytes.computed(size, computation);
        constants.put(name, new Weights(head, Optional.of(new Weights.Place(bytes, 0, size))));
    }

    private static float[] counted(String name, Numbers numbers, long[] shape) throws IOException {
        float[] values = numbers.get();
        if (values.length != count(shape)) {
            throw new IllegalArgumentException(
                    "expected " + count(shape) + " numbers for the constant " + name + ", found " + values.length);
        }
        return values;
    }

    private static long count(long[] shape) {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    private String fresh(String wish) {
        int uses = endings.merge(wish, 1, Integer::sum);
        return uses == 1 ? wish : fresh(wish + "_" + uses);
    }

    /**
     * Ends the model.
     *
     * @param producer the name of the program that built it
     * @param version that program's version
     * @param metadata what else is to be known of it, by name
     * @return the model, ready to be written
     */
    public BuiltModel build(String producer, String version, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .setProducerName(producer)
                .setProducerVersion(version);
        metadata.forEach((key, value) ->
                model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new BuiltModel(new ModelGraph(model.build(), graph.build(), constants).serialize());
    }

    private static ValueInfoProto value(String name, Element element, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            sizes.addDim(size == OPEN
                    ? TensorShapeProto.Dimension.newBuilder().setDimParam("n")
                    : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(element.code).setShape(sizes)))
                .build();
    }
}
