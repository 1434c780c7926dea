package io.facequality.images.internal.quality;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.images.internal.SimilarityTransform;

/**
 * Which pixels of an aligned face are looked at: in each row those from {@code first} to before {@code past}. An ellipse
 * stands for the face, which a network would outline.
 *
 * @param first the first column of each row
 * @param past the column after the last of each row; a row without pixels has none
 * @param pixels how many there are in all
 */
record FaceMask(int[] first, int[] past, int pixels) {

    private static final int SIZE = AlignedFace.SIZE;
    private static final double CENTER_X = 55.9;
    private static final double CENTER_Y = 69;
    private static final double HALF_WIDTH = 33;
    private static final double HALF_HEIGHT = 42;

    /** With fewer, nothing is said. */
    private static final int ENOUGH = 1500;

    private static final FaceMask WHOLE = whole();

    private static FaceMask whole() {
        int[] first = new int[SIZE];
        int[] past = new int[SIZE];
        for (int y = 0; y < SIZE; y++) {
            double down = (y - CENTER_Y) / HALF_HEIGHT;
            if (Math.abs(down) < 1) {
                double half = HALF_WIDTH * Math.sqrt(1 - down * down);
                first[y] = (int) Math.ceil(CENTER_X - half);
                past[y] = (int) Math.floor(CENTER_X + half) + 1;
            }
        }
        return of(first, past);
    }

    private static FaceMask of(int[] first, int[] past) {
        int pixels = 0;
        for (int y = 0; y < SIZE; y++) {
            pixels += past[y] - first[y];
        }
        return new FaceMask(first, past, pixels);
    }

    /** The whole ellipse, for a crop of which nothing more is known. */
    static FaceMask unbounded() {
        return WHOLE;
    }

    /** The part of the ellipse that lies in the picture; beyond its edge a crop is black. */
    static FaceMask within(SimilarityTransform toPicture, int width, int height) {
        if (contains(toPicture, width, height, 0, 0)
                && contains(toPicture, width, height, SIZE - 1, 0)
                && contains(toPicture, width, height, 0, SIZE - 1)
                && contains(toPicture, width, height, SIZE - 1, SIZE - 1)) {
            return WHOLE;
        }
        int[] first = WHOLE.first.clone();
        int[] past = WHOLE.past.clone();
        for (int y = 0; y < SIZE; y++) {
            // A row of the crop is a straight line through the picture, so what lies in it has no gaps.
            while (first[y] < past[y] && !contains(toPicture, width, height, first[y], y)) {
                first[y]++;
            }
            while (past[y] > first[y] && !contains(toPicture, width, height, past[y] - 1, y)) {
                past[y]--;
            }
        }
        return of(first, past);
    }

    private static boolean contains(SimilarityTransform toPicture, int width, int height, int x, int y) {
        Point place = toPicture.apply(new Point(x, y));
        return place.x() >= 0 && place.y() >= 0 && place.x() <= width - 1 && place.y() <= height - 1;
    }

    boolean isEnough() {
        return pixels >= ENOUGH;
    }
}
