package io.facequality.images.internal;

import io.facequality.Image;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes a part of a picture smaller by areas: each new pixel is the mean of the square of old ones that it covers, whose
 * edges may cut through pixels. New pixel {@code i} of a row covers the part from {@code i factor} to {@code (i + 1)
 * factor}; of one that reaches beyond the part, what lies in it is averaged. In plain Java.
 */
final class AreaReduction {

    private static final int CHANNELS = 3;

    private final ByteBuffer pixels;
    private final int stride;
    private final int start;
    private final Axis columns;
    private final Axis rows;

    /**
     * Prepares to reduce a part of a picture.
     *
     * @param left the part's first column, in the picture
     * @param top its first row
     * @param width its columns, at least 1
     * @param height its rows, at least 1
     * @param factor how many old pixels lie along a new one, at least 1
     */
    AreaReduction(Image image, int left, int top, int width, int height, double factor) {
        this.pixels = image.pixels();
        this.stride = CHANNELS * image.width();
        this.start = top * stride + CHANNELS * left;
        this.columns = new Axis(width, factor);
        this.rows = new Axis(height, factor);
    }

    Image reduced() {
        return Image.filledBy(columns.newSize(), rows.newSize(), this::fill);
    }

    private void fill(byte[] rgb) {
        byte[] row = new byte[CHANNELS * columns.oldSize];
        float[] narrowed = new float[CHANNELS * columns.newSize()];
        float[] sums = new float[narrowed.length];
        int held = -1;
        for (int y = 0; y < rows.newSize(); y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < rows.weights[y].length; k++) {
                int old = rows.first[y] + k;
                if (old != held) {
                    pixels.get(start + old * stride, row);
                    narrow(row, narrowed);
                    held = old;
                }
                add(narrowed, rows.weights[y][k], sums);
            }
            for (int i = 0; i < sums.length; i++) {
                rgb[y * sums.length + i] = (byte) (sums[i] + 0.5f);
            }
        }
    }

    private void narrow(byte[] row, float[] narrowed) {
        for (int x = 0, at = 0; x < columns.newSize(); x++, at += CHANNELS) {
            int from = CHANNELS * columns.first[x];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : columns.weights[x]) {
                red += weight * (row[from] & 0xFF);
                green += weight * (row[from + 1] & 0xFF);
                blue += weight * (row[from + 2] & 0xFF);
                from += CHANNELS;
            }
            narrowed[at] = red;
            narrowed[at + 1] = green;
            narrowed[at + 2] = blue;
        }
    }

    private static void add(float[] narrowed, float weight, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * narrowed[i];
        }
    }

    /** Which old pixels each new one covers, and what share of it each takes. */
    private static final class Axis {

        final int oldSize;
        final int[] first;
        final float[][] weights;

        Axis(int oldSize, double factor) {
            this.oldSize = oldSize;
            int newSize = (int) Math.ceil(oldSize / factor);
            this.first = new int[newSize];
            this.weights = new float[newSize][];
            for (int i = 0; i < newSize; i++) {
                double from = i * factor;
                double to = Math.min(oldSize, (i + 1) * factor);
                first[i] = (int) from;
                weights[i] = shares(from, to);
            }
        }

        private static float[] shares(double from, double to) {
            int start = (int) from;
            float[] shares = new float[Math.max(1, (int) Math.ceil(to) - start)];
            for (int k = 0; k < shares.length; k++) {
                double covered = Math.min(to, start + k + 1) - Math.max(from, start + k);
                shares[k] = (float) (covered / (to - from));
            }
            return shares;
        }

        int newSize() {
            return first.length;
        }
    }
}
