package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.Image;
import java.nio.ByteBuffer;

/**
 * Drawn faces, the same on every machine: enough to see whether a network computes. They do not show how well it
 * scores real ones.
 */
final class FixedFaces {

    private static final int CHANNELS = 3;
    private static final int[][] SKIN = {{224, 172, 138}, {141, 85, 54}, {255, 219, 190}, {198, 134, 96}};
    private static final int[] DARK = {40, 26, 20};
    private static final int[] LIPS = {150, 60, 62};

    private FixedFaces() {}

    /** One of them; 0 is the first. */
    static AlignedFace face(int number) {
        return AlignedFace.of(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> draw(rgb, number)));
    }

    private static void draw(byte[] rgb, int number) {
        ByteBuffer pixels = ByteBuffer.wrap(rgb);
        for (int y = 0; y < AlignedFace.SIZE; y++) {
            for (int x = 0; x < AlignedFace.SIZE; x++) {
                int light = (x * (1 + number % 3) - y * (number % 2)) / 4;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    int value = color(x, y, number)[channel] + light - 14;
                    pixels.put((byte) Math.max(0, Math.min(255, value)));
                }
            }
        }
    }

    /** The eyes and the mouth lie where alignment puts them. */
    private static int[] color(int x, int y, int number) {
        if (isWithin(x, y, 38, 52, 7, 4 - number % 2) || isWithin(x, y, 74, 52, 7, 4 - number % 2)) {
            return DARK;
        }
        if (isWithin(x, y, 56, 92, 15 - number, 3 + number % 3)) {
            return LIPS;
        }
        if (isWithin(x, y, 56, 62, 40, 52)) {
            return SKIN[number % SKIN.length];
        }
        return new int[] {60 + 20 * number, 110, 200 - 20 * number};
    }

    private static boolean isWithin(int x, int y, int centerX, int centerY, int width, int height) {
        int across = (x - centerX) * height;
        int along = (y - centerY) * width;
        return across * across + along * along <= width * width * height * height;
    }
}
