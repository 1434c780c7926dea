package io.facequality.group.internal;

import io.facequality.AlignedFace;
import io.facequality.Image;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Made-up faces: soft blots, another arrangement for each shot, and what may happen to a copy. */
final class TestShots {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int BLOTS = 40;

    private final double[][] blots = new double[BLOTS][];

    TestShots(long shot) {
        Random random = new Random(shot);
        for (int i = 0; i < BLOTS; i++) {
            blots[i] = new double[] {
                random.nextInt(SIZE), random.nextInt(SIZE), 6 + random.nextInt(14), 120 * random.nextDouble() - 60
            };
        }
    }

    AlignedFace original() {
        return turned(0);
    }

    AlignedFace turned(double degrees) {
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        double middle = (SIZE - 1) / 2.0;
        return drawn((x, y) -> level(
                cosine * (x - middle) + sine * (y - middle) + middle,
                -sine * (x - middle) + cosine * (y - middle) + middle));
    }

    AlignedFace mirrored() {
        return drawn((x, y) -> level(SIZE - 1 - x, y));
    }

    AlignedFace toned(IntUnaryOperator tone) {
        return drawn((x, y) -> tone.applyAsInt((int) level(x, y)));
    }

    AlignedFace noisy(double deviation) {
        Random random = new Random(1);
        return drawn((x, y) -> level(x, y) + deviation * random.nextGaussian());
    }

    AlignedFace enlarged(double scale) {
        double middle = (SIZE - 1) / 2.0;
        return drawn((x, y) -> level((x - middle) / scale + middle, (y - middle) / scale + middle));
    }

    private double level(double x, double y) {
        double level = 110;
        for (double[] blot : blots) {
            double distance = Math.hypot(x - blot[0], y - blot[1]) / blot[2];
            level += blot[3] * Math.exp(-distance * distance);
        }
        return level;
    }

    private interface Level {
        double at(int x, int y);
    }

    private static AlignedFace drawn(Level level) {
        return AlignedFace.of(Image.filledBy(SIZE, SIZE, pixels -> {
            for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                double gray = level.at(pixel % SIZE, pixel / SIZE);
                Arrays.fill(pixels, 3 * pixel, 3 * pixel + 3, (byte) Math.max(0, Math.min(255, Math.round(gray))));
            }
        }));
    }
}
