package io.facequality.pipeline.internal;

import io.facequality.Image;
import java.nio.ByteBuffer;

/**
 * Finds bars around a picture, as a screenshot or a film with black stripes has them: rows of one color in the upper and
 * in the lower half, or columns in the left and in the right half, of the same color on both sides. Words and buttons may
 * stand in a bar; the rows that they take do not count.
 */
final class Bars {

    /** How far two values of one color lie apart at most, where a lossy format wrote them. */
    private static final int SAME_COLOR = 8;

    private static final int SAME_COLOR_ON_BOTH_SIDES = 16;

    /** Of a line of one color, how many pixels may have another. */
    private static final double OTHER_PIXELS = 0.02;

    /** Thinner bars are gaps of rounding. */
    private static final double THINNEST = 0.02;

    private static final int CHANNELS = 3;

    private Bars() {}

    static boolean around(Image image) {
        ByteBuffer pixels = image.pixels();
        int row = CHANNELS * image.width();
        Lines rows = new Lines(pixels, image.height(), row, image.width(), CHANNELS);
        Lines columns = new Lines(pixels, image.width(), CHANNELS, image.height(), row);
        return rows.haveBars() || columns.haveBars();
    }

    /**
     * The rows of a picture, or its columns.
     *
     * @param count how many there are
     * @param step bytes from one line to the next
     * @param length pixels in a line
     * @param stride bytes from one pixel of a line to the next
     */
    private record Lines(ByteBuffer pixels, int count, int step, int length, int stride) {

        boolean haveBars() {
            Bar first = bar(0, count / 2);
            Bar last = bar(count / 2, count);
            return Math.min(first.lines(), last.lines()) > THINNEST * count && first.hasColorOf(last);
        }

        private Bar bar(int from, int to) {
            int lines = 0;
            long[] sums = new long[CHANNELS];
            for (int line = from; line < to; line++) {
                int middle = line * step + length / 2 * stride;
                if (isOfOneColor(line * step, middle)) {
                    lines++;
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        sums[channel] += value(middle + channel);
                    }
                }
            }
            return new Bar(lines, sums);
        }

        private boolean isOfOneColor(int start, int middle) {
            int others = 0;
            for (int i = 0; i < length && others <= OTHER_PIXELS * length; i++) {
                others += isNear(start + i * stride, middle) ? 0 : 1;
            }
            return others <= OTHER_PIXELS * length;
        }

        private boolean isNear(int one, int other) {
            return Math.abs(value(one) - value(other)) <= SAME_COLOR
                    && Math.abs(value(one + 1) - value(other + 1)) <= SAME_COLOR
                    && Math.abs(value(one + 2) - value(other + 2)) <= SAME_COLOR;
        }

        private int value(int at) {
            return pixels.get(at) & 0xFF;
        }
    }

    /**
     * The lines of one color on one side.
     *
     * @param sums the sum of each channel over them
     */
    private record Bar(int lines, long[] sums) {

        /** Of bars that have lines. */
        boolean hasColorOf(Bar other) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                if (Math.abs(sums[channel] / lines - other.sums[channel] / other.lines) > SAME_COLOR_ON_BOTH_SIDES) {
                    return false;
                }
            }
            return true;
        }
    }
}
