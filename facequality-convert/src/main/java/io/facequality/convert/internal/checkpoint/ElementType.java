package io.facequality.convert.internal.checkpoint;

import io.facequality.onnx.internal.graph.HalfPrecision;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What a tensor consists of. */
public enum ElementType {
    /** IEEE 754 numbers of 32 bits. */
    FLOAT32("FloatStorage", "F32", Float.BYTES),
    /** IEEE 754 numbers of 16 bits. */
    FLOAT16("HalfStorage", "F16", Short.BYTES),
    /** The upper halves of IEEE 754 numbers of 32 bits. */
    BFLOAT16("BFloat16Storage", "BF16", Short.BYTES),
    /** IEEE 754 numbers of 64 bits. */
    FLOAT64("DoubleStorage", "F64", Double.BYTES),
    /** Signed integers of 64 bits. */
    INT64("LongStorage", "I64", Long.BYTES),
    /** Signed integers of 32 bits. */
    INT32("IntStorage", "I32", Integer.BYTES),
    /** Signed integers of 16 bits. */
    INT16("ShortStorage", "I16", Short.BYTES),
    /** Signed integers of 8 bits. */
    INT8("CharStorage", "I8", Byte.BYTES),
    /** Unsigned integers of 8 bits. */
    UINT8("ByteStorage", "U8", Byte.BYTES),
    /** Truth values, a byte each. */
    BOOL("BoolStorage", "BOOL", Byte.BYTES);

    private final String pyTorchName;
    private final String safetensorsName;
    private final int size;

    ElementType(String pyTorchName, String safetensorsName, int size) {
        this.pyTorchName = pyTorchName;
        this.safetensorsName = safetensorsName;
        this.size = size;
    }

    static Optional<ElementType> ofPyTorch(String name) {
        return Arrays.stream(values()).filter(type -> type.pyTorchName.equals(name)).findFirst();
    }

    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(type -> type.safetensorsName.equals(name)).findFirst();
    }

    /**
     * How many bytes each takes.
     *
     * @return the size in bytes
     */
    public int size() {
        return size;
    }

    /**
     * Whether these are real numbers.
     *
     * @return true for the floating-point types
     */
    public boolean isReal() {
        return this == FLOAT32 || this == FLOAT16 || this == BFLOAT16 || this == FLOAT64;
    }

    /** Reads one real number, rounded to 32 bits where it has more. */
    float real(ByteBuffer bytes, int offset) {
        return switch (this) {
            case FLOAT32 -> bytes.getFloat(offset);
            case FLOAT16 -> HalfPrecision.toFloat(bytes.getShort(offset));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(offset) << Short.SIZE);
            case FLOAT64 -> (float) bytes.getDouble(offset);
            default -> throw new IllegalStateException(this + " is no type of real numbers");
        };
    }

    /** Reads one integer. */
    long integer(ByteBuffer bytes, int offset) {
        return switch (this) {
            case INT64 -> bytes.getLong(offset);
            case INT32 -> bytes.getInt(offset);
            case INT16 -> bytes.getShort(offset);
            case INT8 -> bytes.get(offset);
            case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(offset));
            default -> throw new IllegalStateException(this + " is no type of integers");
        };
    }
}
