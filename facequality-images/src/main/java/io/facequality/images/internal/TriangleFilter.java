package io.facequality.images.internal;

import io.facequality.Image;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pillow's bilinear resize. Along one axis the new pixel {@code i} lies at {@code (i + 0.5) * scale} of the old ones,
 * {@code scale} = old size / new size; old pixels within {@code max(scale, 1)} of it are weighted by a triangle around
 * it, and the weights are brought to the sum 1. Rows are resized first, then columns.
 *
 * <p>Weights are fixed-point numbers with 22 fractional bits, rounded half away from zero, and each pass rounds to 8
 * bits; both matter for equality bit by bit.
 */
public final class TriangleFilter {

    private static final int CHANNELS = 3;
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << FRACTION_BITS - 1;

    private TriangleFilter() {}

    public static Image resize(Image image, int width, int height) {
        Axis columns = new Axis(image.width(), width);
        Axis rows = new Axis(image.height(), height);
        return Image.filledBy(width, height, rgb -> resize(image.pixels(), columns, rows, rgb));
    }

    /** Goes down the picture once, and holds no more resized rows than one new row is made of. */
    private static void resize(ByteBuffer pixels, Axis columns, Axis rows, byte[] rgb) {
        int stride = columns.newSize * CHANNELS;
        int window = rows.mostWeights();
        int[][] narrowed = new int[window][stride];
        byte[] row = new byte[columns.oldSize * CHANNELS];
        int[] sums = new int[stride];
        int next = rows.first[0];
        for (int y = 0; y < rows.newSize; y++) {
            for (; next < rows.end(y); next++) {
                pixels.get(next * row.length, row);
                resizeRow(row, columns, narrowed[next % window]);
            }
            Arrays.fill(sums, HALF);
            int[] weights = rows.weights[y];
            for (int k = 0; k < weights.length; k++) {
                addRow(sums, narrowed[(rows.first[y] + k) % window], weights[k]);
            }
            for (int x = 0; x < stride; x++) {
                rgb[y * stride + x] = (byte) rounded(sums[x]);
            }
        }
    }

    /** Which old pixels each new one is made of, and how much of each. */
    private static final class Axis {

        final int oldSize;
        final int newSize;
        final int[] first;
        final int[][] weights;

        Axis(int oldSize, int newSize) {
            this.oldSize = oldSize;
            this.newSize = newSize;
            this.first = new int[newSize];
            this.weights = new int[newSize][];
            double scale = (double) oldSize / newSize;
            double support = Math.max(scale, 1);
            double inverse = 1 / support;
            for (int i = 0; i < newSize; i++) {
                double center = (i + 0.5) * scale;
                int from = Math.max(0, (int) (center - support + 0.5));
                int to = Math.min(oldSize, (int) (center + support + 0.5));
                first[i] = from;
                weights[i] = fixedPoint(triangle(from, to - from, center, inverse));
            }
        }

        private static double[] triangle(int from, int count, double center, double inverse) {
            double[] weights = new double[count];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double distance = Math.abs((k + from - center + 0.5) * inverse);
                weights[k] = distance < 1 ? 1 - distance : 0;
                sum += weights[k];
            }
            for (int k = 0; k < count; k++) {
                weights[k] /= sum;
            }
            return weights;
        }

        private static int[] fixedPoint(double[] weights) {
            int[] fixed = new int[weights.length];
            for (int k = 0; k < weights.length; k++) {
                fixed[k] = (int) (0.5 + weights[k] * (1 << FRACTION_BITS));
            }
            return fixed;
        }

        int end(int i) {
            return first[i] + weights[i].length;
        }

        int mostWeights() {
            return Arrays.stream(weights).mapToInt(row -> row.length).max().orElseThrow();
        }
    }

    private static void resizeRow(byte[] row, Axis columns, int[] resized) {
        for (int x = 0, at = 0; x < columns.newSize; x++, at += CHANNELS) {
            int from = columns.first[x] * CHANNELS;
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int weight : columns.weights[x]) {
                red += (row[from] & 0xFF) * weight;
                green += (row[from + 1] & 0xFF) * weight;
                blue += (row[from + 2] & 0xFF) * weight;
                from += CHANNELS;
            }
            resized[at] = rounded(red);
            resized[at + 1] = rounded(green);
            resized[at + 2] = rounded(blue);
        }
    }

    private static void addRow(int[] sums, int[] row, int weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += row[x] * weight;
        }
    }

    /** Weights are not negative and sum to 1 but for rounding, so only the upper end can be passed. */
    private static int rounded(int sum) {
        return Math.min(sum >> FRACTION_BITS, 255);
    }
}
