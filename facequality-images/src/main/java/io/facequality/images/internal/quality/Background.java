package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.images.internal.BilinearWarp;
import io.facequality.images.internal.SimilarityTransform;
import java.util.OptionalDouble;

/**
 * How uneven the picture is beside and above a face. It is looked at in so few pixels that the picture's resolution, and
 * its noise, do not count; an ellipse stands for the head, and what lies below the chin is passed over.
 */
final class Background {

    private static final int CHANNELS = 3;
    private static final int SIZE = 32;

    /** How many pixels of the aligned face lie along one. */
    private static final double SCALE = 8;

    private static final double HEAD_X = 55.9;
    private static final double HEAD_Y = 55;
    private static final double HEAD_HALF_WIDTH = 54;
    private static final double HEAD_HALF_HEIGHT = 68;
    private static final double CHIN = 95;

    /** With fewer, nothing is said. */
    private static final int ENOUGH = 60;

    private final double[] luminance = new double[SIZE * SIZE];
    private final boolean[] seen = new boolean[SIZE * SIZE];

    Background(Image picture, SimilarityTransform toPicture) {
        double start = AlignedFace.SIZE / 2.0 - SCALE * (SIZE - 1) / 2;
        Point corner = toPicture.apply(new Point(start, start));
        SimilarityTransform view = new SimilarityTransform(
                toPicture.cosine() * SCALE, toPicture.sine() * SCALE, corner.x(), corner.y());
        byte[] rgb = new byte[CHANNELS];
        new BilinearWarp(picture, view).square(SIZE, (index, red, green, blue) -> {
            rgb[0] = (byte) (red + 0.5f);
            rgb[1] = (byte) (green + 0.5f);
            rgb[2] = (byte) (blue + 0.5f);
            luminance[index] = FaceTones.luminance(rgb, 0);
        });
        double half = view.scale() / 2;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                Point place = view.apply(new Point(x, y));
                seen[y * SIZE + x] = isBackground(start + SCALE * x, start + SCALE * y)
                        && place.x() >= half
                        && place.y() >= half
                        && place.x() <= picture.width() - 1 - half
                        && place.y() <= picture.height() - 1 - half;
            }
        }
    }

    private static boolean isBackground(double x, double y) {
        double across = (x - HEAD_X) / HEAD_HALF_WIDTH;
        double down = (y - HEAD_Y) / HEAD_HALF_HEIGHT;
        return y < CHIN && across * across + down * down > 1;
    }

    /** The mean difference of neighbors in luminance, from 0 to 255; empty where too little of it is in the picture. */
    OptionalDouble unevenness() {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < SIZE - 1; y++) {
            for (int x = 0; x < SIZE - 1; x++) {
                int at = y * SIZE + x;
                if (seen[at] && seen[at + 1] && seen[at + SIZE]) {
                    sum += Math.hypot(luminance[at + 1] - luminance[at], luminance[at + SIZE] - luminance[at]);
                    count++;
                }
            }
        }
        return count < ENOUGH ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
}
