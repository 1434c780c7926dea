package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.distill.RandomDegradation;
import io.facequality.distill.Variation;
import io.facequality.images.internal.FacePixels;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Makes variants of faces as {@link Variation} says. The same seed gives the same pixels, on every machine. Immutable
 * and safe to share between threads.
 */
public final class FaceVariants {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int CHANNELS = 3;
    private static final double LIGHTEST = 255;
    /** The middle of the values, about which contrast grows. */
    private static final double GRAY = 127.5;
    /** A mixed image has between this share and its complement of each face. */
    private static final double LEAST_SHARE = 0.3;
    /** An image that gets worse suffers a little of everything with this probability, and one thing alone otherwise. */
    private static final double EVERYTHING = 0.35;

    private static final RandomDegradation A_LITTLE_OF_EVERYTHING = RandomDegradation.usual();

    /**
     * What it suffers alone, with a strength from 0 to 1; at 1 little is left to recognize. Compression is there twice,
     * once after a loss of pixels, as in pictures that were passed on: scores followed it least of all.
     */
    private static final List<Way> WAYS = List.of(
            (pixels, strength, random) -> pixels.blur(0.4 + 4.1 * strength),
            (pixels, strength, random) -> pixels.reduce((int) Math.round(84 * Math.pow(14.0 / 84, strength))),
            (pixels, strength, random) -> {
                double deviation = 3 + 57 * strength;
                pixels.map(value -> value + deviation * random.nextGaussian());
            },
            (pixels, strength, random) -> compress(pixels, strength),
            (pixels, strength, random) -> {
                pixels.reduce((int) Math.round(84 * Math.pow(28.0 / 84, random.nextDouble())));
                compress(pixels, strength);
            },
            (pixels, strength, random) -> {
                double left = 1 - 0.9 * strength;
                pixels.map(value -> left * value);
            },
            (pixels, strength, random) -> {
                double factor = 1 + 3 * strength;
                pixels.map(value -> Math.min(LIGHTEST, factor * value));
            });

    private final Variation variation;

    public FaceVariants(Variation variation) {
        this.variation = variation;
    }

    /** Makes a face worse in one way. */
    @FunctionalInterface
    private interface Way {
        void worsen(FacePixels pixels, double strength, SplittableRandom random);
    }

    /** A variant of a face, or of two. */
    public record Variant(AlignedFace face, boolean mixed) {}

    /**
     * Makes a variant.
     *
     * @param other another face, asked for if they are to be mixed
     * @param seed decides what is done
     */
    public Variant of(AlignedFace face, Supplier<AlignedFace> other, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean mixed = random.nextDouble() < variation.mixed();
        float[] values = moved(face, random);
        if (mixed) {
            mix(values, moved(other.get(), random), LEAST_SHARE + (1 - 2 * LEAST_SHARE) * random.nextDouble());
        }
        light(values, random);
        boolean degraded = random.nextDouble() < variation.degraded();
        if (degraded) {
            cover(values, random);
        }
        AlignedFace varied = face(values);
        return new Variant(degraded ? worse(varied, random) : varied, mixed);
    }

    /** Mirrored, turned, scaled and shifted in one step, so that pixels are interpolated once. */
    private float[] moved(AlignedFace face, SplittableRandom random) {
        double sign = random.nextDouble() < variation.mirrored() ? -1 : 1;
        double angle = Math.toRadians(variation.rotation()) * upToOne(random);
        double scale = 1 / (1 + variation.scale() * upToOne(random));
        double right = variation.shift() * upToOne(random);
        double down = variation.shift() * upToOne(random);
        double cosine = scale * Math.cos(angle);
        double sine = scale * Math.sin(angle);
        double center = (SIZE - 1) / 2.0;
        ByteBuffer pixels = face.pixels();
        float[] moved = new float[SIZE * SIZE * CHANNELS];
        for (int y = 0, i = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++, i += CHANNELS) {
                double fromX = center + sign * (cosine * (x - center - right) + sine * (y - center - down));
                double fromY = center - sine * (x - center - right) + cosine * (y - center - down);
                interpolate(pixels, fromX, fromY, moved, i);
            }
        }
        return moved;
    }

    private static double upToOne(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Bilinear; outside, the values of the border repeat. */
    private static void interpolate(ByteBuffer pixels, double x, double y, float[] target, int at) {
        double column = Math.max(0, Math.min(SIZE - 1, x));
        double row = Math.max(0, Math.min(SIZE - 1, y));
        int left = Math.min(SIZE - 2, (int) column);
        int top = Math.min(SIZE - 2, (int) row);
        double right = column - left;
        double down = row - top;
        int first = (top * SIZE + left) * CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++) {
            int place = first + channel;
            double above = (1 - right) * value(pixels, place) + right * value(pixels, place + CHANNELS);
            int below = place + SIZE * CHANNELS;
            double beneath = (1 - right) * value(pixels, below) + right * value(pixels, below + CHANNELS);
            target[at + channel] = (float) ((1 - down) * above + down * beneath);
        }
    }

    private static int value(ByteBuffer pixels, int place) {
        return pixels.get(place) & 0xFF;
    }

    private static void mix(float[] values, float[] others, double share) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (share * values[i] + (1 - share) * others[i]);
        }
    }

    private void light(float[] values, SplittableRandom random) {
        double lighter = variation.brightness() * upToOne(random);
        double contrast = 1 + variation.contrast() * upToOne(random);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (GRAY + contrast * (values[i] - GRAY) + lighter);
        }
    }

    /** One time in {@link #WAYS} and one, something plain is in front of the face. */
    private static void cover(float[] values, SplittableRandom random) {
        if (random.nextInt(WAYS.size() + 1) != 0) {
            return;
        }
        int width = (int) (SIZE * (0.15 + 0.5 * random.nextDouble()));
        int height = (int) (SIZE * (0.15 + 0.5 * random.nextDouble()));
        int left = random.nextInt(SIZE - width);
        int top = random.nextInt(SIZE - height);
        int[] color = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    values[(y * SIZE + x) * CHANNELS + channel] = color[channel];
                }
            }
        }
    }

    private static AlignedFace worse(AlignedFace face, SplittableRandom random) {
        if (random.nextDouble() < EVERYTHING) {
            return A_LITTLE_OF_EVERYTHING.of(face, random);
        }
        // Mild more often than harsh, where there is little to learn.
        double strength = Math.pow(random.nextDouble(), 1.5);
        FacePixels pixels = FacePixels.of(face);
        WAYS.get(random.nextInt(WAYS.size())).worsen(pixels, strength, random);
        return pixels.toFace();
    }

    private static void compress(FacePixels pixels, double strength) {
        pixels.compress((float) (0.6 * Math.pow(0.02 / 0.6, strength)));
    }

    private static AlignedFace face(float[] values) {
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.max(0, Math.min(LIGHTEST, Math.round(values[i])));
        }
        return AlignedFace.of(Image.copyOf(SIZE, SIZE, rgb));
    }
}
