package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A named constant of a model. Its numbers stay in the model's file until they are asked for.
 *
 * @param head everything but numbers that stayed in the file
 * @param place where those numbers are, empty if the head holds them
 */
record Weights(TensorProto head, Optional<Place> place) {

    /** Where the numbers are. */
    record Place(ModelBytes file, long offset, int length) {}

    /** A constant whose numbers are at hand. */
    static Weights of(TensorProto tensor) {
        return new Weights(tensor, Optional.empty());
    }

    static Weights of(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return of(name, TensorProto.DataType.FLOAT, raw.array(), shape);
    }

    static Weights of(String name, long[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return of(name, TensorProto.DataType.INT64, raw.array(), shape);
    }

    /** A constant of any type; the numbers are their bytes, lowest first, which must not change any more. */
    static Weights of(String name, TensorProto.DataType type, byte[] numbers, long... shape) {
        return of(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(UnsafeByteOperations.unsafeWrap(numbers))
                .build());
    }

    String name() {
        return head.getName();
    }

    long[] shape() {
        return head.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /** How many numbers there are. */
    long count() {
        return head.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    boolean isFloat32() {
        return head.getDataType() == TensorProto.DataType.FLOAT_VALUE;
    }

    boolean isFloat16() {
        return head.getDataType() == TensorProto.DataType.FLOAT16_VALUE && head.getInt32DataCount() == 0;
    }

    boolean isInt64() {
        return head.getDataType() == TensorProto.DataType.INT64_VALUE;
    }

    boolean isElsewhere() {
        return head.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** The numbers of a float32 constant, in row-major order. */
    float[] floats() throws IOException {
        FloatBuffer raw = raw().asFloatBuffer();
        float[] values = new float[checkedCount(raw.remaining() + (long) head.getFloatDataCount())];
        for (int i = 0; i < head.getFloatDataCount(); i++) {
            values[i] = head.getFloatData(i);
        }
        raw.get(values, head.getFloatDataCount(), raw.remaining());
        return values;
    }

    /** The bits of the numbers of a float32 constant, in row-major order. */
    int[] bits() throws IOException {
        IntBuffer raw = raw().asIntBuffer();
        int[] bits = new int[checkedCount(raw.remaining() + (long) head.getFloatDataCount())];
        for (int i = 0; i < head.getFloatDataCount(); i++) {
            bits[i] = Float.floatToRawIntBits(head.getFloatData(i));
        }
        raw.get(bits, head.getFloatDataCount(), raw.remaining());
        return bits;
    }

    /** The bits of a float16 constant, in row-major order. */
    short[] halves() throws IOException {
        ShortBuffer raw = raw().asShortBuffer();
        short[] values = new short[checkedCount(raw.remaining())];
        raw.get(values);
        return values;
    }

    /** The numbers of an int64 constant, in row-major order. */
    long[] longs() throws IOException {
        LongBuffer raw = raw().asLongBuffer();
        long[] values = new long[checkedCount(raw.remaining() + (long) head.getInt64DataCount())];
        for (int i = 0; i < head.getInt64DataCount(); i++) {
            values[i] = head.getInt64Data(i);
        }
        raw.get(values, head.getInt64DataCount(), raw.remaining());
        return values;
    }

    /** A damaged file may declare more numbers than it has. */
    private int checkedCount(long found) {
        if (found != count()) {
            throw new IllegalArgumentException(
                    "expected " + count() + " numbers in the constant " + name() + ", found " + found);
        }
        return (int) found;
    }

    private ByteBuffer raw() throws IOException {
        byte[] bytes = place.isPresent()
                ? place.get().file().read(place.get().offset(), place.get().length())
                : head.getRawData().toByteArray();
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many bytes {@link #write} writes. */
    int serializedSize() {
        return head.getSerializedSize() + place.map(Weights::serializedSize).orElse(0);
    }

    private static int serializedSize(Place place) {
        return CodedOutputStream.computeTagSize(TensorProto.RAW_DATA_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(place.length())
                + place.length();
    }

    /** Writes the tensor as a protobuf message; at most this one's numbers are in memory meanwhile. */
    void write(OutputStream stream) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(stream);
        head.writeTo(out);
        if (place.isPresent()) {
            Place numbers = place.get();
            out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(numbers.length());
            out.flush();
            numbers.file().write(numbers.offset(), numbers.length(), stream);
        } else {
            out.flush();
        }
    }

    /** Writes the tensor as a protobuf message; numbers in the file go straight into the buffer. */
    void write(ByteBuffer buffer) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        head.writeTo(out);
        if (place.isPresent()) {
            Place numbers = place.get();
            out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(numbers.length());
            out.flush();
            numbers.file().copy(numbers.offset(), numbers.length(), buffer);
        } else {
            out.flush();
        }
    }
}
