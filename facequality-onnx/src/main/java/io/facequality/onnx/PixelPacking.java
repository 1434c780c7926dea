package io.facequality.onnx;

import io.facequality.AlignedFace;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Turns a face's bytes into the numbers of a model's input: one look-up for each byte, and red, green and blue apart.
 * It writes straight into the input, by blocks of rows that stay in the processor's cache, since a look at one element
 * of a buffer costs more than the work on it.
 */
final class PixelPacking {

    private static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;
    private static final int BLOCK = 8 * AlignedFace.SIZE;
    private static final float WHITE = 255;

    /** How many floats a face takes in the input. */
    static final int FLOATS = CHANNELS * PIXELS;

    private final float[] table;
    private final int firstPlane;
    private final int lastPlane;

    PixelPacking(ModelContract contract) {
        this.table = table(contract);
        boolean redFirst = contract.channelOrder() == ModelContract.ChannelOrder.RGB;
        this.firstPlane = redFirst ? 0 : 2;
        this.lastPlane = redFirst ? 2 : 0;
    }

    /**
     * What each byte becomes. It is computed on the scale of 0 to 1 in single precision, as the published code does
     * ({@code ToTensor}, then {@code Normalize}): another order of the same steps differs in the last bit.
     */
    static float[] table(ModelContract contract) {
        float mean = (float) (contract.mean() / WHITE);
        float deviation = (float) (contract.deviation() / WHITE);
        float[] table = new float[256];
        for (int p = 0; p < table.length; p++) {
            table[p] = (p / WHITE - mean) / deviation;
        }
        return table;
    }

    /** Writes a face as {@code [3,112,112]} from this place in the input on. */
    void pack(AlignedFace face, FloatBuffer input, int start) {
        ByteBuffer pixels = face.pixels();
        byte[] rgb = new byte[CHANNELS * BLOCK];
        float[] red = new float[BLOCK];
        float[] green = new float[BLOCK];
        float[] blue = new float[BLOCK];
        for (int pixel = 0; pixel < PIXELS; pixel += BLOCK) {
            pixels.get(rgb);
            for (int i = 0, at = 0; i < BLOCK; i++, at += CHANNELS) {
                red[i] = table[rgb[at] & 0xFF];
                green[i] = table[rgb[at + 1] & 0xFF];
                blue[i] = table[rgb[at + 2] & 0xFF];
            }
            int block = start + pixel;
            input.put(block + firstPlane * PIXELS, red);
            input.put(block + PIXELS, green);
            input.put(block + lastPlane * PIXELS, blue);
        }
    }
}
