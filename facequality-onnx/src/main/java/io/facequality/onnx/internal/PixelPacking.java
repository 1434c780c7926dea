package io.facequality.onnx.internal;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelContract;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Turns a face's bytes into the numbers of a model's input: one look-up for each byte, and red, green and blue apart. It
 * goes by blocks of rows that stay in the processor's cache, and takes four pixels, twelve bytes, as three words: that
 * many loads cost more than the work on them. A look-up beats arithmetic in vectors, which must take the bytes apart
 * first; and it is exact.
 */
public final class PixelPacking {

    private static final int CHANNELS = 3;
    private static final int PIXELS = AlignedFace.SIZE * AlignedFace.SIZE;
    private static final int BLOCK = 8 * AlignedFace.SIZE;
    private static final int PIXELS_AT_ONCE = 4;
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final float WHITE = 255;

    /** How many floats a face takes in the input. */
    public static final int FLOATS = CHANNELS * PIXELS;

    private static final float HALF_WHITE = 127.5f;

    private final float[] table;
    private final float scale;
    private final float shift;
    private final int firstPlane;
    private final int lastPlane;

    public PixelPacking(ModelContract contract) {
        this.table = table(contract);
        this.scale = (float) (HALF_WHITE / contract.deviation());
        this.shift = (float) ((HALF_WHITE - contract.mean()) / contract.deviation());
        boolean redFirst = contract.channelOrder() == ModelContract.ChannelOrder.RGB;
        this.firstPlane = redFirst ? 0 : 2;
        this.lastPlane = redFirst ? 2 : 0;
    }

    /**
     * What each byte becomes. It is computed on the scale of 0 to 1 in single precision, as the published code does
     * ({@code ToTensor}, then {@code Normalize}): another order of the same steps differs in the last bit.
     */
    public static float[] table(ModelContract contract) {
        float mean = (float) (contract.mean() / WHITE);
        float deviation = (float) (contract.deviation() / WHITE);
        float[] table = new float[256];
        for (int p = 0; p < table.length; p++) {
            table[p] = (p / WHITE - mean) / deviation;
        }
        return table;
    }

    /** Writes a face as {@code [3,112,112]} from this place in the input on. */
    public void pack(AlignedFace face, FloatBuffer input, int start, Scratch scratch) {
        ByteBuffer pixels = face.pixels();
        for (int pixel = 0; pixel < PIXELS; pixel += BLOCK) {
            pixels.get(scratch.rgb);
            lookUp(scratch.rgb, scratch.red, scratch.green, scratch.blue, table);
            int block = start + pixel;
            input.put(block + firstPlane * PIXELS, scratch.red);
            input.put(block + PIXELS, scratch.green);
            input.put(block + lastPlane * PIXELS, scratch.blue);
        }
    }

    /**
     * Writes a picture on the scale of -1 to 1, whose numbers need not be bytes, from its place in an array: red, green
     * and blue apart. A model of that very scale gets the numbers as they are.
     */
    public void pack(float[] pictures, int from, FloatBuffer input, int start, Scratch scratch) {
        for (int pixel = 0; pixel < PIXELS; pixel += BLOCK) {
            rescale(pictures, from + pixel, scratch.red);
            rescale(pictures, from + PIXELS + pixel, scratch.green);
            rescale(pictures, from + 2 * PIXELS + pixel, scratch.blue);
            int block = start + pixel;
            input.put(block + firstPlane * PIXELS, scratch.red);
            input.put(block + PIXELS, scratch.green);
            input.put(block + lastPlane * PIXELS, scratch.blue);
        }
    }

    private void rescale(float[] pictures, int from, float[] block) {
        for (int i = 0; i < BLOCK; i++) {
            block[i] = pictures[from + i] * scale + shift;
        }
    }

    /** Three words are {@code r0 g0 b0 r1}, {@code g1 b1 r2 g2} and {@code b2 r3 g3 b3}, from the lowest byte up. */
    private static void lookUp(byte[] rgb, float[] red, float[] green, float[] blue, float[] table) {
        for (int i = 0; i < BLOCK; i += PIXELS_AT_ONCE) {
            int first = (int) WORD.get(rgb, CHANNELS * i);
            int second = (int) WORD.get(rgb, CHANNELS * i + Integer.BYTES);
            int third = (int) WORD.get(rgb, CHANNELS * i + 2 * Integer.BYTES);
            red[i] = table[first & 0xFF];
            green[i] = table[first >>> 8 & 0xFF];
            blue[i] = table[first >>> 16 & 0xFF];
            red[i + 1] = table[first >>> 24];
            green[i + 1] = table[second & 0xFF];
            blue[i + 1] = table[second >>> 8 & 0xFF];
            red[i + 2] = table[second >>> 16 & 0xFF];
            green[i + 2] = table[second >>> 24];
            blue[i + 2] = table[third & 0xFF];
            red[i + 3] = table[third >>> 8 & 0xFF];
            green[i + 3] = table[third >>> 16 & 0xFF];
            blue[i + 3] = table[third >>> 24];
        }
    }

    /** Room to work in, for one call at a time: it is lent with the input, so that packing makes no garbage. */
    public static final class Scratch {

        private final byte[] rgb = new byte[CHANNELS * BLOCK];
        private final float[] red = new float[BLOCK];
        private final float[] green = new float[BLOCK];
        private final float[] blue = new float[BLOCK];
    }
}
