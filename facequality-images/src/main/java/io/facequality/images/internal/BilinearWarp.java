package io.facequality.images.internal;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import java.nio.ByteBuffer;

/**
 * Samples a picture along a similarity transform: each new pixel is the bilinear mean of the four old ones around its
 * place, black outside the picture. A part of the picture that becomes smaller by more than a factor of {@value
 * #MOST_REDUCTION} is first reduced by areas, so that every old pixel has a share in the new ones. In plain Java, since a
 * face has too few pixels for a way into native memory to pay.
 */
public final class BilinearWarp {

    private static final int CHANNELS = 3;

    /** From here on, bilinear samples pass over so many pixels that patterns appear which are not there. */
    private static final double MOST_REDUCTION = 1.5;

    private final Image image;
    private final SimilarityTransform toSource;

    /** Prepares to sample; {@code toSource} tells for a new pixel which place of the picture it shows. */
    public BilinearWarp(Image image, SimilarityTransform toSource) {
        this.image = image;
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
        BilinearWarp warp = toSource.scale() > MOST_REDUCTION ? reduced(size) : this;
        warp.sample(size, target);
    }

    /** The same from a copy of the part that the square shows, reduced as far as bilinear samples need it. */
    private BilinearWarp reduced(int size) {
        double factor = toSource.scale() / MOST_REDUCTION;
        Point center = toSource.apply(new Point((size - 1) / 2.0, (size - 1) / 2.0));
        double reach = (Math.abs(toSource.cosine()) + Math.abs(toSource.sine())) * size / 2 + MOST_REDUCTION * factor;
        int left = (int) Math.max(0, Math.floor(center.x() - reach));
        int top = (int) Math.max(0, Math.floor(center.y() - reach));
        int width = (int) Math.min(image.width(), Math.ceil(center.x() + reach)) - left;
        int height = (int) Math.min(image.height(), Math.ceil(center.y() + reach)) - top;
        if (width < 1 || height < 1) {
            return this;
        }
        Image part = new AreaReduction(image, left, top, width, height, factor).reduced();
        return new BilinearWarp(
                part,
                new SimilarityTransform(
                        toSource.cosine() / factor,
                        toSource.sine() / factor,
                        (toSource.shiftX() + 0.5 - left) / factor - 0.5,
                        (toSource.shiftY() + 0.5 - top) / factor - 0.5));
    }

    private void sample(int size, Target target) {
        Samples samples = new Samples(image);
        for (int y = 0, index = 0; y < size; y++) {
            double startX = toSource.shiftX() - toSource.sine() * y;
            double startY = toSource.shiftY() + toSource.cosine() * y;
            for (int x = 0; x < size; x++, index++) {
                samples.take(startX + toSource.cosine() * x, startY + toSource.sine() * x);
                target.pixel(index, samples.red, samples.green, samples.blue);
            }
        }
    }

    /** Takes bilinear means of a picture. */
    private static final class Samples {

        private final ByteBuffer pixels;
        private final int width;
        private final int height;
        private float red;
        private float green;
        private float blue;

        Samples(Image image) {
            this.pixels = image.pixels();
            this.width = image.width();
            this.height = image.height();
        }

        void take(double x, double y) {
            red = 0;
            green = 0;
            blue = 0;
            if (!(x > -1 && y > -1 && x < width && y < height)) {
                return;
            }
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            float right = (float) (x - left);
            float below = (float) (y - top);
            add(left, top, (1 - right) * (1 - below));
            add(left + 1, top, right * (1 - below));
            add(left, top + 1, (1 - right) * below);
            add(left + 1, top + 1, right * below);
        }

        private void add(int x, int y, float weight) {
            if (x < 0 || y < 0 || x >= width || y >= height) {
                return;
            }
            int at = (y * width + x) * CHANNELS;
            red += weight * (pixels.get(at) & 0xFF);
            green += weight * (pixels.get(at + 1) & 0xFF);
            blue += weight * (pixels.get(at + 2) & 0xFF);
        }
    }
}
