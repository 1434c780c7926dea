package io.facequality.onnx.internal.diffusion;

import io.facequality.AlignedFace;
import java.nio.ByteBuffer;

/** Pictures as a diffusion sees them: the red, the green and the blue plane, from -1 to 1. */
public final class Pictures {

    private static final int CHANNELS = 3;
    private static final int SIDE = AlignedFace.SIZE;
    private static final int PLANE = SIDE * SIDE;

    /** How many numbers a picture has. */
    public static final int FLOATS = CHANNELS * PLANE;

    private static final float WHITE = 255;
    private static final float HALF = 0.5f;

    private Pictures() {}

    /** A face's pixels, {@code (p / 255 - 0.5) / 0.5} in single precision. */
    static float[] of(AlignedFace face) {
        ByteBuffer rgb = face.pixels();
        float[] picture = new float[FLOATS];
        for (int pixel = 0; pixel < PLANE; pixel++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                picture[channel * PLANE + pixel] = (Byte.toUnsignedInt(rgb.get()) / WHITE - HALF) / HALF;
            }
        }
        return picture;
    }

    /** The picture with left and right exchanged. */
    static float[] mirrored(float[] picture) {
        float[] mirrored = new float[FLOATS];
        for (int row = 0; row < FLOATS; row += SIDE) {
            for (int column = 0; column < SIDE; column++) {
                mirrored[row + column] = picture[row + SIDE - 1 - column];
            }
        }
        return mirrored;
    }

    /** The nearest bytes, red, green and blue beside each other. */
    public static void toBytes(float[] pictures, int from, byte[] rgb) {
        for (int pixel = 0; pixel < PLANE; pixel++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                float value = (pictures[from + channel * PLANE + pixel] * HALF + HALF) * WHITE;
                rgb[pixel * CHANNELS + channel] = (byte) Math.round(Math.max(0, Math.min(WHITE, value)));
            }
        }
    }
}
