package io.facequality.group.internal;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * An aligned face in 32 x 32 gray levels, from which copies of one shot are told from other shots; see {@link
 * MiniatureMatcher}. A blurred, noisy, dark or small copy has nearly the same miniature as its original, since 12 pixels
 * of the face are one of these, and only their relation counts.
 *
 * <p>Immutable and safe to share between threads; about one kilobyte.
 */
public final class Miniature {

    static final int SIDE = 32;

    private static final int BYTES = 2 * Double.BYTES + SIDE * SIDE;

    private static final int PIXELS = AlignedFace.SIZE;

    /** Luminance of red, green and blue by ITU-R BT.601. */
    private static final float RED = 0.299f;

    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** Around the face's middle, where no border of its picture is. */
    private static final int NOISE_FROM = 16;

    /** From the median of what {@link #unevenness} gives to the deviation of noise from one pixel to the next. */
    private static final double NOISE_FACTOR = 1 / (0.6745 * 6);

    private final byte[] levels;
    private final double roll;
    private final double noise;

    private Miniature(byte[] levels, double roll, double noise) {
        this.levels = levels;
        this.roll = roll;
        this.noise = noise;
    }

    /**
     * Makes a face smaller.
     *
     * @param face the face
     * @param detection where it was found, from which its roll is known; empty for a crop that was taken as it is
     */
    public static Miniature of(AlignedFace face, Optional<DetectedFace> detection) {
        float[] luminance = luminance(face.pixels());
        float[] columns = new float[PIXELS * SIDE];
        for (int y = 0; y < PIXELS; y++) {
            reduce(luminance, y * PIXELS, 1, columns, y * SIDE, 1);
        }
        float[] cells = new float[SIDE * SIDE];
        for (int x = 0; x < SIDE; x++) {
            reduce(columns, x, SIDE, cells, x, SIDE);
        }
        byte[] levels = new byte[SIDE * SIDE];
        for (int cell = 0; cell < levels.length; cell++) {
            levels[cell] = (byte) Math.round(cells[cell]);
        }
        return new Miniature(
                levels,
                detection.map(DetectedFace::landmarks).map(Miniature::roll).orElse(0.0),
                noise(luminance));
    }

    /**
     * Reads a miniature that {@link #toBytes} wrote.
     *
     * @throws InvalidInputException if the length is another
     */
    public static Miniature ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw InvalidInputException.ofValue("Miniature", BYTES + " bytes", bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        double roll = buffer.getDouble();
        double noise = buffer.getDouble();
        byte[] levels = new byte[SIDE * SIDE];
        buffer.get(levels);
        return new Miniature(levels, roll, noise);
    }

    /** The roll, the noise and the levels, row by row; numbers are little-endian. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(roll)
                .putDouble(noise)
                .put(levels)
                .array();
    }

    /** As Immerkaer estimates it ("Fast noise variance estimation", 1996), but by the median, which edges do not move. */
    private static double noise(float[] luminance) {
        int side = PIXELS - 2 * NOISE_FROM;
        double[] unevenness = new double[side * side];
        for (int i = 0; i < unevenness.length; i++) {
            unevenness[i] = unevenness(luminance, (NOISE_FROM + i / side) * PIXELS + NOISE_FROM + i % side);
        }
        Arrays.sort(unevenness);
        return NOISE_FACTOR * unevenness[unevenness.length / 2];
    }

    /** The difference of two Laplacians, to which what is smooth adds nothing. */
    private static double unevenness(float[] luminance, int at) {
        return Math.abs(row(luminance, at - PIXELS) - 2 * row(luminance, at) + row(luminance, at + PIXELS));
    }

    private static double row(float[] luminance, int at) {
        return luminance[at - 1] - 2 * luminance[at] + luminance[at + 1];
    }

    private static float[] luminance(ByteBuffer pixels) {
        float[] luminance = new float[PIXELS * PIXELS];
        for (int i = 0; i < luminance.length; i++) {
            luminance[i] = RED * (pixels.get(3 * i) & 0xFF)
                    + GREEN * (pixels.get(3 * i + 1) & 0xFF)
                    + BLUE * (pixels.get(3 * i + 2) & 0xFF);
        }
        return luminance;
    }

    /** Averages a row or a column of pixels; the borders of cells may cut through pixels. */
    private static void reduce(float[] pixels, int first, int step, float[] cells, int firstCell, int cellStep) {
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            float from = (float) pixel * SIDE / PIXELS;
            float to = (float) (pixel + 1) * SIDE / PIXELS;
            for (int cell = (int) from; cell < to && cell < SIDE; cell++) {
                float share = Math.min(to, cell + 1) - Math.max(from, cell);
                cells[firstCell + cell * cellStep] += share * pixels[first + pixel * step];
            }
        }
    }

    private static double roll(Landmarks landmarks) {
        Point right = landmarks.points().get(0);
        Point left = landmarks.points().get(1);
        return Math.toDegrees(Math.atan2(left.y() - right.y(), left.x() - right.x()));
    }

    /** The gray level of a cell, from 0 to 255; the row first. */
    float level(int y, int x) {
        return levels[y * SIDE + x] & 0xFF;
    }

    /** By how many degrees the eyes' line was turned clockwise in the picture; 0 if that is not known. */
    double roll() {
        return roll;
    }

    /** By how much gray levels deviate from one pixel of the aligned face to the next, apart from what it shows. */
    double noise() {
        return noise;
    }
}
