package io.facequality.pipeline.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Arrays in NumPy's file format (NEP 1, version 1.0), little-endian, in C order: what {@code numpy.load} reads.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    /** Magic, version, header length and header together fill a multiple of this. */
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /**
     * The content of a file that holds one vector.
     *
     * @param values the vector
     * @return the file's bytes: float64 of shape {@code [d]}
     */
    public static byte[] vector(double[] values) {
        byte[] header = header("<f8", "(" + values.length + ",)");
        ByteBuffer bytes = ByteBuffer.allocate(header.length + values.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }

    /** Writes the content of a file that holds rows of one length: float32 of shape {@code [n,d]}. */
    static void writeRows(OutputStream stream, int dimension, List<float[]> rows) throws IOException {
        stream.write(header("<f4", "(" + rows.size() + ", " + dimension + ")"));
        ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            bytes.asFloatBuffer().put(row);
            stream.write(bytes.array());
        }
    }

    private static byte[] header(String type, String shape) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int unpadded = MAGIC.length + Short.BYTES + text.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + Short.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) header.length)
                .put(header)
                .array();
    }
}
