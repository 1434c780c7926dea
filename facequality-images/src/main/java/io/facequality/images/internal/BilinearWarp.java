package io.facequality.images.internal;

import io.facequality.Image;
import java.nio.ByteBuffer;

/**
 * Samples a picture along a similarity transform: each new pixel is the bilinear mean of the four old ones around its
 * place, black outside the picture. In plain Java, since a face has too few pixels for a way into native memory to pay.
 */
public final class BilinearWarp {

    private static final int CHANNELS = 3;

    private final ByteBuffer pixels;
    private final int width;
    private final int height;
    private final SimilarityTransform toSource;

    /** Prepares to sample; {@code toSource} tells for a new pixel which place of the picture it shows. */
    public BilinearWarp(Image image, SimilarityTransform toSource) {
        this.pixels = image.pixels();
        this.width = image.width();
        this.height = image.height();
        this.toSource = toSource;
    }

    /** Receives the pixels of a new picture one after another, row by row from the top. */
    @FunctionalInterface
    public interface Target {
        /** Takes one pixel with the values from 0 to 255, not rounded. */
        void pixel(int index, float red, float green, float blue);
    }

    /** Samples a square of {@code size} x {@code size} pixels. */
    public void square(int size, Target target) {
        float[] sum = new float[CHANNELS];
        for (int y = 0, index = 0; y < size; y++) {
            double startX = toSource.shiftX() - toSource.sine() * y;
            double startY = toSource.shiftY() + toSource.cosine() * y;
            for (int x = 0; x < size; x++, index++) {
                sample(startX + toSource.cosine() * x, startY + toSource.sine() * x, sum);
                target.pixel(index, sum[0], sum[1], sum[2]);
            }
        }
    }

    private void sample(double x, double y, float[] sum) {
        sum[0] = 0;
        sum[1] = 0;
        sum[2] = 0;
        if (!(x > -1 && y > -1 && x < width && y < height)) {
            return;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = (float) (x - left);
        float below = (float) (y - top);
        add(left, top, (1 - right) * (1 - below), sum);
        add(left + 1, top, right * (1 - below), sum);
        add(left, top + 1, (1 - right) * below, sum);
        add(left + 1, top + 1, right * below, sum);
    }

    private void add(int x, int y, float weight, float[] sum) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return;
        }
        int at = (y * width + x) * CHANNELS;
        sum[0] += weight * (pixels.get(at) & 0xFF);
        sum[1] += weight * (pixels.get(at + 1) & 0xFF);
        sum[2] += weight * (pixels.get(at + 2) & 0xFF);
    }
}
