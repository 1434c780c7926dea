package io.facequality.images.internal.quality;

import io.facequality.DetectedFace.Box;
import io.facequality.Image;
import java.nio.ByteBuffer;

/**
 * How much of a JPEG's grid of 8 x 8 blocks can be seen in pixels: by how much neighbors on both sides of the grid's lines
 * differ more than others. The grid may start anywhere, since pictures are cropped; it must have a pitch of 8.
 */
final class Blockiness {

    private static final int CHANNELS = 3;
    private static final int PITCH = 8;
    private static final int MOST = 256;

    /** An edge of the picture's content counts no more than the edge of a block. */
    private static final int LARGEST_STEP = 24;

    private final Image picture;
    private final int left;
    private final int top;
    private final int width;
    private final int height;

    /** Looks at the middle of a box, or of the picture. */
    Blockiness(Image picture, Box box) {
        this.picture = picture;
        int across = (int) Math.min(MOST, Math.min(picture.width(), Math.max(8 * PITCH, box.width())));
        int down = (int) Math.min(MOST, Math.min(picture.height(), Math.max(8 * PITCH, box.height())));
        this.left = start(box.center().x(), across, picture.width());
        this.top = start(box.center().y(), down, picture.height());
        this.width = across;
        this.height = down;
    }

    private static int start(double center, int length, int side) {
        return (int) Math.max(0, Math.min(side - length, Math.round(center - length / 2.0)));
    }

    /**
     * By how many gray levels steps along the grid's lines are larger than those around them, in the direction where the
     * grid is seen less; 0 for a picture without a grid, or one that is too small to tell.
     */
    double steps() {
        if (width < 4 * PITCH || height < 4 * PITCH) {
            return 0;
        }
        int[] gray = gray();
        return Math.max(0, Math.min(excess(gray, width, height, 1, width), excess(gray, height, width, width, 1)));
    }

    private int[] gray() {
        int[] gray = new int[width * height];
        byte[] row = new byte[width * CHANNELS];
        ByteBuffer pixels = picture.pixels();
        for (int y = 0, i = 0; y < height; y++) {
            pixels.get(((top + y) * picture.width() + left) * CHANNELS, row);
            for (int x = 0; x < row.length; x += CHANNELS, i++) {
                gray[i] = (54 * (row[x] & 0xFF) + 183 * (row[x + 1] & 0xFF) + 19 * (row[x + 2] & 0xFF)) >> 8;
            }
        }
        return gray;
    }

    private static double excess(int[] gray, int length, int lines, int next, int nextLine) {
        long[] sums = new long[PITCH];
        long[] counts = new long[PITCH];
        for (int line = 0; line < lines; line++) {
            int at = line * nextLine + next;
            for (int i = 1; i < length - 2; i++, at += next) {
                int step = Math.min(LARGEST_STEP, Math.abs(gray[at + next] - gray[at]));
                int before = Math.min(LARGEST_STEP, Math.abs(gray[at] - gray[at - next]));
                int after = Math.min(LARGEST_STEP, Math.abs(gray[at + 2 * next] - gray[at + next]));
                sums[i % PITCH] += 2 * step - before - after;
                counts[i % PITCH] += 2;
            }
        }
        double most = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < PITCH; i++) {
            double mean = (double) sums[i] / counts[i];
            if (mean > most) {
                second = most;
                most = mean;
            } else if (mean > second) {
                second = mean;
            }
        }
        return most - Math.max(0, second);
    }
}
