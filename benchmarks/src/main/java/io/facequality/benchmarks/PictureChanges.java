package io.facequality.benchmarks;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** What happens to copies of pictures. */
public final class PictureChanges {

    private PictureChanges() {}

    public static BufferedImage mirrored(BufferedImage image) {
        BufferedImage mirrored = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = mirrored.createGraphics();
        graphics.drawImage(image, image.getWidth(), 0, -image.getWidth(), image.getHeight(), null);
        graphics.dispose();
        return mirrored;
    }

    public static BufferedImage noisy(BufferedImage image, double deviation) {
        Random random = new Random(1);
        BufferedImage noisy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    double value = (image.getRGB(x, y) >> shift & 0xFF) + deviation * random.nextGaussian();
                    pixel |= (int) Math.max(0, Math.min(255, value)) << shift;
                }
                noisy.setRGB(x, y, pixel);
            }
        }
        return noisy;
    }

    public static BufferedImage decoded(byte[] bytes) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return rgb;
    }

    public static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Turned clockwise around the middle; what comes from outside is black. */
    public static BufferedImage turned(BufferedImage image, double degrees) {
        return drawn(
                image,
                image.getWidth(),
                image.getHeight(),
                AffineTransform.getRotateInstance(
                        Math.toRadians(degrees), image.getWidth() / 2.0, image.getHeight() / 2.0));
    }

    public static BufferedImage halved(BufferedImage image) {
        return drawn(
                image, image.getWidth() / 2, image.getHeight() / 2, AffineTransform.getScaleInstance(0.5, 0.5));
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform transform) {
        BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, transform, null);
        graphics.dispose();
        return drawn;
    }
}
