package io.facequality.video.internal.media;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Brings pictures of a high dynamic range (ITU-R BT.2100, in BT.2020 primaries) to sRGB. Light up to {@value #KNEE} of
 * reference white (203 cd/m2, ITU-R BT.2408) stays as it is, so that skin does; brighter light is compressed smoothly.
 */
final class ToneMapping {

    private static final int LEVELS = 1 << 16;
    private static final int STEPS = 1 << 12;
    private static final double WHITE = 203;
    private static final double KNEE = 0.7;
    private static final int CHANNELS = 3;

    /** From linear BT.2020 to linear BT.709 primaries (ITU-R BT.2087). */
    private static final float[] PRIMARIES = {
        1.6605f, -0.5876f, -0.0728f, -0.1246f, 1.1329f, -0.0083f, -0.0182f, -0.1006f, 1.1187f
    };

    private static final byte[] ENCODED = encoded();

    static final ToneMapping PQ = new ToneMapping(ToneMapping::perceptualQuantizer);
    static final ToneMapping HLG = new ToneMapping(ToneMapping::hybridLogGamma);

    private final float[] linear;

    private ToneMapping(IntToDoubleFunction light) {
        linear = new float[LEVELS];
        IntStream.range(0, LEVELS).forEach(level -> linear[level] = (float) light.applyAsDouble(level));
    }

    /** Light by reference white, of a level of the perceptual quantizer. */
    private static double perceptualQuantizer(int level) {
        double root = Math.pow(level / (double) (LEVELS - 1), 1 / 78.84375);
        double ratio = Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root);
        return 10_000 * Math.pow(ratio, 1 / 0.1593017578125) / WHITE;
    }

    /** Light by reference white, of a level of hybrid log-gamma on a display of 1000 cd/m2. */
    private static double hybridLogGamma(int level) {
        double signal = level / (double) (LEVELS - 1);
        double scene = signal <= 0.5
                ? signal * signal / 3
                : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
        return 1000 * Math.pow(scene, 1.2) / WHITE;
    }

    private static byte[] encoded() {
        byte[] levels = new byte[STEPS + 1];
        for (int step = 0; step <= STEPS; step++) {
            double value = step / (double) STEPS;
            double srgb = value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
            levels[step] = (byte) Math.round(255 * srgb);
        }
        return levels;
    }

    /** Maps a row of pixels, three 16-bit levels each, to three bytes each. */
    void map(short[] from, int pixels, byte[] to, int at) {
        for (int pixel = 0; pixel < pixels; pixel++) {
            float red = linear[from[CHANNELS * pixel] & 0xFFFF];
            float green = linear[from[CHANNELS * pixel + 1] & 0xFFFF];
            float blue = linear[from[CHANNELS * pixel + 2] & 0xFFFF];
            float scale = scale(Math.max(red, Math.max(green, blue)));
            for (int channel = 0; channel < CHANNELS; channel++) {
                int row = CHANNELS * channel;
                float light = PRIMARIES[row] * red + PRIMARIES[row + 1] * green + PRIMARIES[row + 2] * blue;
                to[at + CHANNELS * pixel + channel] = ENCODED[step(light * scale)];
            }
        }
    }

    private static float scale(float brightest) {
        if (brightest <= KNEE) {
            return 1;
        }
        double compressed = KNEE + (1 - KNEE) * (1 - Math.exp((KNEE - brightest) / (1 - KNEE)));
        return (float) (compressed / brightest);
    }

    private static int step(float light) {
        return Math.max(0, Math.min(STEPS, Math.round(light * STEPS)));
    }
}
