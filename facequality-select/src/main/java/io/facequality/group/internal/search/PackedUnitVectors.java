package io.facequality.group.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Unit vectors side by side, in memory or in a file, as numbers of 32 or 16 bits; little-endian. A file is mapped: the
 * system reads what is looked at, and drops it when memory is short. It must not change while it is in use. Immutable
 * and safe for several threads.
 */
public final class PackedUnitVectors implements UnitVectors {

    /** How a component is stored. */
    public enum Precision {
        /** As in memory. */
        FLOAT32(4),
        /** IEEE half precision: a cosine of two vectors changes by about 0.00003. */
        FLOAT16(2);

        private final int bytes;

        Precision(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final int LARGEST_PART = 1 << 30;

    /** Halves have exponents that are so much smaller. */
    private static final float HALF_SCALE = 0x1p112f;

    private static final int HALF_SHIFT = 13;

    private final int size;
    private final int dimension;
    private final Precision precision;
    private final int vectorsInPart;
    private final ByteBuffer[] parts;

    private PackedUnitVectors(int size, int dimension, Precision precision, PartSource source) throws IOException {
        this.size = size;
        this.dimension = dimension;
        this.precision = precision;
        int bytes = dimension * precision.bytes;
        this.vectorsInPart = Math.max(1, LARGEST_PART / Math.max(1, bytes));
        this.parts = new ByteBuffer[(size + vectorsInPart - 1) / vectorsInPart];
        for (int part = 0; part < parts.length; part++) {
            int first = part * vectorsInPart;
            int vectors = Math.min(vectorsInPart, size - first);
            parts[part] = source.part((long) first * bytes, vectors * bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private interface PartSource {
        ByteBuffer part(long from, int bytes) throws IOException;
    }

    /** Copies vectors into memory, outside the heap. */
    public static PackedUnitVectors copyOf(UnitVectors vectors, Precision precision) {
        try {
            PackedUnitVectors copy = new PackedUnitVectors(
                    vectors.size(), vectors.dimension(), precision, (from, bytes) -> ByteBuffer.allocateDirect(bytes));
            float[] unit = new float[vectors.dimension()];
            for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
                vectors.copy(ordinal, unit);
                copy.put(ordinal, unit);
            }
            return copy;
        } catch (IOException e) {
            throw new IllegalStateException("memory does no input or output", e);
        }
    }

    /**
     * Looks at a file of unit vectors.
     *
     * @throws InvalidInputException if the file does not hold whole vectors
     */
    public static PackedUnitVectors map(Path file, int dimension, Precision precision) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = (long) dimension * precision.bytes;
            if (channel.size() % bytes != 0) {
                throw InvalidInputException.ofValue(
                        file.toString(), "vectors of " + bytes + " bytes each", channel.size() + " bytes");
            }
            return new PackedUnitVectors(
                    Math.toIntExact(channel.size() / bytes),
                    dimension,
                    precision,
                    (from, length) -> channel.map(MapMode.READ_ONLY, from, length));
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void copy(int ordinal, float[] unit) {
        ByteBuffer part = parts[ordinal / vectorsInPart];
        int at = ordinal % vectorsInPart * dimension * precision.bytes;
        for (int d = 0; d < dimension; d++, at += precision.bytes) {
            unit[d] = precision == Precision.FLOAT32 ? part.getFloat(at) : fromHalf(part.getShort(at));
        }
    }

    private void put(int ordinal, float[] unit) {
        ByteBuffer part = parts[ordinal / vectorsInPart];
        int at = ordinal % vectorsInPart * dimension * precision.bytes;
        for (int d = 0; d < dimension; d++, at += precision.bytes) {
            if (precision == Precision.FLOAT32) {
                part.putFloat(at, unit[d]);
            } else {
                part.putShort(at, toHalf(unit[d]));
            }
        }
    }

    /** Rounds a number from -1 to 1 to the nearest half, ties to even. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(Math.abs(value) / HALF_SCALE);
        int tie = bits >> HALF_SHIFT & 1;
        int rounded = bits + (1 << HALF_SHIFT - 1) - 1 + tie >> HALF_SHIFT;
        return (short) (rounded | Float.floatToRawIntBits(value) >>> 16 & 0x8000);
    }

    static float fromHalf(short half) {
        float magnitude = Float.intBitsToFloat((half & 0x7fff) << HALF_SHIFT) * HALF_SCALE;
        return half < 0 ? -magnitude : magnitude;
    }
}
