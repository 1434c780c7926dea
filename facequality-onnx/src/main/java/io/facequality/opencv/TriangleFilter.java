package io.facequality.opencv;

import io.facequality.FaceImage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Pillow's bilinear resize. Along one axis the new pixel {@code i} lies at {@code (i + 0.5) * scale} of the old ones,
 * {@code scale} = old size / new size; old pixels within {@code max(scale, 1)} of it are weighted by a triangle around it,
 * and the weights are brought to the sum 1. Rows are resized first, then columns.
 *
 * <p>Weights are fixed-point numbers with 22 fractional bits, rounded half away from zero, and each pass rounds to 8 bits;
 * both matter for equality bit by bit.
 */
final class TriangleFilter {

    private static final int CHANNELS = 3;
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << FRACTION_BITS - 1;

    private TriangleFilter() {}

    static FaceImage resize(FaceImage image, int width, int height) {
        Axis columns = new Axis(image.width(), width);
        Axis rows = new Axis(image.height(), height);
        int firstRow = rows.first[0];
        int rowCount = rows.end(height - 1) - firstRow;
        byte[] narrowed = resizeRows(image, firstRow, rowCount, columns);
        return FaceImage.filledBy(width, height, rgb -> resizeColumns(narrowed, firstRow, rows, width, rgb));
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
                double centre = (i + 0.5) * scale;
                int from = Math.max(0, (int) (centre - support + 0.5));
                int to = Math.min(oldSize, (int) (centre + support + 0.5));
                first[i] = from;
                weights[i] = fixedPoint(triangle(from, to - from, centre, inverse));
            }
        }

        private static double[] triangle(int from, int count, double centre, double inverse) {
            double[] weights = new double[count];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                double distance = Math.abs((k + from - centre + 0.5) * inverse);
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

        boolean unchanged() {
            return oldSize == newSize;
        }
    }

    /** Resizes those rows that the second pass needs; a pass that changes nothing is left out, as Pillow does. */
    private static byte[] resizeRows(FaceImage image, int firstRow, int rowCount, Axis columns) {
        ByteBuffer pixels = image.pixels();
        int oldStride = columns.oldSize * CHANNELS;
        int newStride = columns.newSize * CHANNELS;
        byte[] resized = new byte[Math.multiplyExact(rowCount, newStride)];
        if (columns.unchanged()) {
            pixels.get(firstRow * oldStride, resized);
            return resized;
        }
        byte[] row = new byte[oldStride];
        for (int y = 0; y < rowCount; y++) {
            pixels.get((firstRow + y) * oldStride, row);
            resizeRow(row, columns, resized, y * newStride);
        }
        return resized;
    }

    private static void resizeRow(byte[] row, Axis columns, byte[] resized, int at) {
        for (int x = 0; x < columns.newSize; x++) {
            int[] weights = columns.weights[x];
            int from = columns.first[x] * CHANNELS;
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int k = 0; k < weights.length; k++) {
                int weight = weights[k];
                red += (row[from] & 0xFF) * weight;
                green += (row[from + 1] & 0xFF) * weight;
                blue += (row[from + 2] & 0xFF) * weight;
                from += CHANNELS;
            }
            resized[at] = toByte(red);
            resized[at + 1] = toByte(green);
            resized[at + 2] = toByte(blue);
            at += CHANNELS;
        }
    }

    private static void resizeColumns(byte[] narrowed, int firstRow, Axis rows, int width, byte[] rgb) {
        int stride = width * CHANNELS;
        if (rows.unchanged()) {
            System.arraycopy(narrowed, 0, rgb, 0, rgb.length);
            return;
        }
        int[] sums = new int[stride];
        for (int y = 0; y < rows.newSize; y++) {
            Arrays.fill(sums, HALF);
            int[] weights = rows.weights[y];
            for (int k = 0; k < weights.length; k++) {
                addRow(sums, narrowed, (rows.first[y] - firstRow + k) * stride, weights[k]);
            }
            for (int x = 0; x < stride; x++) {
                rgb[y * stride + x] = toByte(sums[x]);
            }
        }
    }

    private static void addRow(int[] sums, byte[] pixels, int from, int weight) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += (pixels[from + x] & 0xFF) * weight;
        }
    }

    /** Weights are not negative and sum to 1 but for rounding, so only the upper end can be passed. */
    private static byte toByte(int sum) {
        return (byte) Math.min(sum >> FRACTION_BITS, 255);
    }
}
