package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import java.util.Arrays;

/**
 * The light of a face: the histogram of its luminance, inside the face and on both cheeks, and the color of the cheeks.
 * Luminance is that of ISO/IEC 29794-5: linear, by ITU-R BT.709, from 0 to 255.
 */
final class FaceTones {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;

    /** The zones beside the nose: three tenths of the eyes' distance wide and high, half way from the eyes to the mouth. */
    private static final int CHEEK = 11;

    private static final int CHEEK_TOP = 72;
    private static final int RIGHT_CHEEK = 28;
    private static final int LEFT_CHEEK = 73;

    /** A cheek has some hundred pixels here, too few for 256 levels. */
    private static final int LEVELS_PER_BIN = 8;

    private static final double[] LINEAR = new double[LEVELS];
    private static final int FRACTION = 16;
    private static final int[] RED = new int[LEVELS];
    private static final int[] GREEN = new int[LEVELS];
    private static final int[] BLUE = new int[LEVELS];

    static {
        for (int i = 0; i < LEVELS; i++) {
            LINEAR[i] = linear(i / 255.0);
            RED[i] = (int) Math.round(0.2126 * LINEAR[i] * 255 * (1 << FRACTION));
            GREEN[i] = (int) Math.round(0.7152 * LINEAR[i] * 255 * (1 << FRACTION));
            BLUE[i] = (int) Math.round(0.0722 * LINEAR[i] * 255 * (1 << FRACTION));
        }
    }

    private final byte[] rgb;
    private final int[] histogram = new int[LEVELS];
    private final int pixels;

    FaceTones(byte[] rgb, FaceMask mask) {
        this.rgb = rgb;
        this.pixels = mask.pixels();
        for (int y = 0; y < SIZE; y++) {
            int end = (y * SIZE + mask.past()[y]) * CHANNELS;
            for (int at = (y * SIZE + mask.first()[y]) * CHANNELS; at < end; at += CHANNELS) {
                histogram[luminance(rgb, at)]++;
            }
        }
    }

    /** The inverse of sRGB's transfer function (IEC 61966-2-1), from 0..1 to 0..1. */
    private static double linear(double value) {
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    /** From 0 to 255. */
    static int luminance(byte[] rgb, int at) {
        int sum = RED[rgb[at] & 0xFF] + GREEN[rgb[at + 1] & 0xFF] + BLUE[rgb[at + 2] & 0xFF];
        return Math.min(LEVELS - 1, (sum + (1 << (FRACTION - 1))) >> FRACTION);
    }

    /** From 0 to 1. */
    double mean() {
        double sum = 0;
        for (int i = 0; i < LEVELS; i++) {
            sum += (double) i * histogram[i];
        }
        return sum / pixels / (LEVELS - 1);
    }

    double variance() {
        double mean = mean();
        double sum = 0;
        for (int i = 0; i < LEVELS; i++) {
            double deviation = i / (LEVELS - 1.0) - mean;
            sum += histogram[i] * deviation * deviation;
        }
        return sum / pixels;
    }

    /** In bits, from 0 to 8. */
    double entropy() {
        double sum = 0;
        for (int count : histogram) {
            if (count > 0) {
                double share = (double) count / pixels;
                sum -= share * Math.log(share);
            }
        }
        return sum / Math.log(2);
    }

    /** The share of the pixels with a luminance between two, both included. */
    double share(int from, int to) {
        return (double) Arrays.stream(histogram, from, to + 1).sum() / pixels;
    }

    /** How much the histograms of both cheeks have in common, from 0 to 1. */
    double cheekOverlap() {
        int[] right = cheek(RIGHT_CHEEK);
        int[] left = cheek(LEFT_CHEEK);
        int common = 0;
        for (int i = 0; i < right.length; i++) {
            common += Math.min(right[i], left[i]);
        }
        return common / (double) (CHEEK * CHEEK);
    }

    private int[] cheek(int start) {
        int[] bins = new int[LEVELS / LEVELS_PER_BIN];
        for (int y = CHEEK_TOP; y < CHEEK_TOP + CHEEK; y++) {
            for (int x = start; x < start + CHEEK; x++) {
                bins[luminance(rgb, (y * SIZE + x) * CHANNELS) / LEVELS_PER_BIN]++;
            }
        }
        return bins;
    }

    /** How far the color of the cheeks is from that of skin, in CIELAB (D50): a from 5 to 25, b from 5 to 35. */
    double distanceFromSkin() {
        double red = linear(cheekMean(0));
        double green = linear(cheekMean(1));
        double blue = linear(cheekMean(2));
        // sRGB's primaries, adapted to D50 by Bradford's method.
        double x = lab((0.43605 * red + 0.38508 * green + 0.14309 * blue) / 0.964221);
        double y = lab(0.22249 * red + 0.71689 * green + 0.06062 * blue);
        double z = lab((0.01393 * red + 0.09710 * green + 0.71419 * blue) / 0.825211);
        return Math.hypot(beyond(500 * (x - y), 5, 25), beyond(200 * (y - z), 5, 35));
    }

    private double cheekMean(int channel) {
        long sum = 0;
        for (int y = CHEEK_TOP; y < CHEEK_TOP + CHEEK; y++) {
            for (int x = 0; x < CHEEK; x++) {
                sum += rgb[(y * SIZE + RIGHT_CHEEK + x) * CHANNELS + channel] & 0xFF;
                sum += rgb[(y * SIZE + LEFT_CHEEK + x) * CHANNELS + channel] & 0xFF;
            }
        }
        return sum / (2.0 * CHEEK * CHEEK * (LEVELS - 1));
    }

    private static double lab(double value) {
        return value > 216 / 24389.0 ? Math.cbrt(value) : (24389 / 27.0 * value + 16) / 116;
    }

    private static double beyond(double value, double from, double to) {
        return Math.max(0, Math.max(from - value, value - to));
    }
}
