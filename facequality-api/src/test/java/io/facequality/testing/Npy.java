package io.facequality.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NumPy's {@code .npy} files (format 1.0 to 3.0, little-endian or bytes, C order) for comparison with golden data. */
public final class Npy {

    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

    private final String type;
    private final int[] shape;
    private final ByteBuffer data;

    private Npy(String type, int[] shape, ByteBuffer data) {
        this.type = type;
        this.shape = shape;
        this.data = data;
    }

    public static Npy read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[6];
            bytes.get(magic);
            if (!Arrays.equals(magic, "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1))) {
                throw new IOException(file + " is no NumPy file");
            }
            int major = bytes.get();
            bytes.get();
            int headerLength = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
            byte[] headerBytes = new byte[headerLength];
            bytes.get(headerBytes);
            String header = new String(headerBytes, StandardCharsets.UTF_8);
            if (header.contains("'fortran_order': True")) {
                throw new IOException(file + " is in Fortran order");
            }
            int[] shape = Arrays.stream(group(SHAPE, header).split(","))
                    .map(String::trim)
                    .filter(part -> !part.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return new Npy(group(TYPE, header), shape, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String group(Pattern pattern, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + header);
        }
        return matcher.group(1);
    }

    public int[] shape() {
        return shape.clone();
    }

    public String type() {
        return type;
    }

    public byte[] bytes() {
        expect("|u1");
        byte[] values = new byte[data.remaining()];
        data.duplicate().get(values);
        return values;
    }

    public float[] floats() {
        expect("<f4");
        float[] values = new float[data.remaining() / Float.BYTES];
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    public double[] doubles() {
        expect("<f8");
        double[] values = new double[data.remaining() / Double.BYTES];
        data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }

    private void expect(String wanted) {
        if (!type.equals(wanted)) {
            throw new IllegalStateException("expected the type " + wanted + ", found " + type);
        }
    }
}
