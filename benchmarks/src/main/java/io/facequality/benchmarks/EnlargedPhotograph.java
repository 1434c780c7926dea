package io.facequality.benchmarks;

import io.facequality.Image;
import io.facequality.images.internal.PictureEncoder;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Makes a camera's picture of a smaller one: enlarged by a bicubic filter, with the noise of a sensor in each pixel. */
public final class EnlargedPhotograph {

    private static final double NOISE = 5;
    private static final int QUALITY = 92;

    private EnlargedPhotograph() {}

    public static byte[] jpeg(Image image, int width, int height, long seed) {
        byte[] rgb = enlarged(image, width, height).toRgb();
        Random random = new Random(seed);
        for (int i = 0; i < rgb.length; i++) {
            double noisy = (rgb[i] & 0xFF) + NOISE * random.nextGaussian();
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
        }
        return jpeg(Image.copyOf(width, height, rgb));
    }

    public static byte[] jpeg(Image image) {
        return PictureEncoder.jpeg(image, QUALITY);
    }

    private static Image enlarged(Image image, int width, int height) {
        BufferedImage large = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
        graphics.dispose();
        return Image.of(large);
    }
}
