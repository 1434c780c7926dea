package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.OptionalDouble;

/**
 * How strongly a JPEG is compressed, by the quantization table of its first component, as the quality that libjpeg would
 * call it: the step of each coefficient beside those of the table that ISO/IEC 10918-1 gives in its annex K.1.
 */
public final class JpegQuantization {

    private static final int COEFFICIENTS = 64;
    private static final int TABLES = 4;

    /** The table of annex K.1; only sums are compared, so its order is of no concern. */
    private static final int[] STANDARD = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
        87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    };

    private static final int LARGEST_STEP = 255;
    private static final int BEST = 100;

    /** The sum of libjpeg's table of each quality. */
    private static final long[] SUMS = sums();

    private static final int SELECTOR_IN_FRAME = 10;

    private JpegQuantization() {}

    /**
     * Estimates the quality.
     *
     * @param file the whole content of a file, of any kind
     * @return from 0 to 100; empty for another format, and for a malformed file
     */
    public static OptionalDouble quality(byte[] file) {
        try {
            PictureBytes bytes = new PictureBytes(file);
            return JpegStructure.begins(bytes) ? quality(bytes) : OptionalDouble.empty();
        } catch (PictureDefect malformed) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble quality(PictureBytes bytes) throws PictureDefect {
        long[] sums = new long[TABLES];
        int selected = -1;
        int at = 2;
        while (true) {
            at = JpegStructure.nextMarker(bytes, at);
            int marker = bytes.get(at);
            at++;
            if (marker == JpegStructure.START_OF_SCAN || marker == JpegStructure.END_OF_IMAGE) {
                return selected >= 0 && sums[selected] > 0
                        ? OptionalDouble.of(quality(sums[selected]))
                        : OptionalDouble.empty();
            }
            if (JpegStructure.standsAlone(marker)) {
                continue;
            }
            int length = (int) bytes.number(at, 2, Order.BIG_ENDIAN);
            if (marker == JpegStructure.QUANTIZATION_TABLES) {
                readTables(bytes, at + 2, at + length, sums);
            } else if (JpegStructure.isFrame(marker) && selected < 0) {
                selected = (int) bytes.number(at + (long) SELECTOR_IN_FRAME, 1, Order.BIG_ENDIAN) % TABLES;
            }
            at += Math.max(2, length);
        }
    }

    private static void readTables(PictureBytes bytes, int from, int end, long[] sums) throws PictureDefect {
        int at = from;
        while (at < end) {
            int head = (int) bytes.number(at, 1, Order.BIG_ENDIAN);
            int size = head >> 4 == 0 ? 1 : 2;
            at++;
            bytes.require(at, (long) size * COEFFICIENTS);
            long sum = 0;
            for (int i = 0; i < COEFFICIENTS; i++, at += size) {
                sum += bytes.number(at, size, Order.BIG_ENDIAN);
            }
            sums[head % TABLES] = sum;
        }
    }

    private static long[] sums() {
        long[] sums = new long[BEST + 1];
        for (int quality = 1; quality <= BEST; quality++) {
            int percent = quality < BEST / 2 ? 50 * BEST / quality : 2 * (BEST - quality);
            for (int step : STANDARD) {
                sums[quality] += Math.max(1, Math.min(LARGEST_STEP, (step * percent + 50) / 100));
            }
        }
        sums[0] = Long.MAX_VALUE;
        return sums;
    }

    /** The sums fall as the quality rises; between two of them the quality is between theirs. */
    private static double quality(long sum) {
        int quality = BEST;
        while (sum > SUMS[quality]) {
            quality--;
        }
        return quality == BEST
                ? BEST
                : quality + (double) (SUMS[quality] - sum) / (SUMS[quality] - SUMS[quality + 1]);
    }
}
