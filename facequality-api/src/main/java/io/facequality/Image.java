package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A decoded picture: 8-bit RGB, row by row from the top, three bytes a pixel. It may hold any number of faces.
 *
 * <p>Immutable; a plain heap value that the garbage collector owns; safe to share between threads.
 */
public final class Image {

    private static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] rgb;

    private Image(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * Copies pixels.
     *
     * @param width pixels in a row, at least 1
     * @param height rows, at least 1
     * @param rgb {@code height * width * 3} bytes: red, green, blue of each pixel, row by row from the top
     * @return the picture
     * @throws InvalidInputException if the size is not positive or the array's length does not fit it
     */
    public static Image copyOf(int width, int height, byte[] rgb) {
        int length = byteLength(width, height);
        if (rgb.length != length) {
            throw InvalidInputException.ofValue(
                    "Image", length + " bytes for " + width + " x " + height + " RGB pixels", rgb.length);
        }
        return new Image(width, height, rgb.clone());
    }

    /**
     * Makes a picture in place, without the copy that {@link #copyOf} takes.
     *
     * @param width pixels in a row, at least 1
     * @param height rows, at least 1
     * @param filler writes the pixels, laid out as in {@link #copyOf}, into the array that it is given, which starts
     *     black; it must not keep the array
     * @return the picture
     * @throws InvalidInputException if the size is not positive or too large for one array
     */
    public static Image filledBy(int width, int height, Consumer<byte[]> filler) {
        byte[] rgb = new byte[byteLength(width, height)];
        filler.accept(rgb);
        return new Image(width, height, rgb);
    }

    /**
     * Copies a picture of the desktop classes. Transparency is laid on black.
     *
     * @param image any type of picture
     * @return its pixels in sRGB
     */
    public static Image of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return filledBy(width, height, rgb -> {
            int[] row = new int[width];
            BufferedImage opaque = isPlain(image) ? image : redrawn(image);
            for (int y = 0, at = 0; y < height; y++) {
                opaque.getRGB(0, y, width, 1, row, 0, width);
                for (int pixel : row) {
                    rgb[at++] = (byte) (pixel >> 16);
                    rgb[at++] = (byte) (pixel >> 8);
                    rgb[at++] = (byte) pixel;
                }
            }
        });
    }

    private static boolean isPlain(BufferedImage image) {
        return image.getType() == BufferedImage.TYPE_INT_RGB || image.getType() == BufferedImage.TYPE_3BYTE_BGR;
    }

    private static BufferedImage redrawn(BufferedImage image) {
        BufferedImage plain =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = plain.createGraphics();
        try {
            graphics.drawImage(image, 0, 0, null);
        } finally {
            graphics.dispose();
        }
        return plain;
    }

    private static int byteLength(int width, int height) {
        if (width < 1 || height < 1) {
            throw InvalidInputException.ofValue("Image", "a size of at least 1 x 1", width + " x " + height);
        }
        long length = (long) width * height * CHANNELS;
        if (length > Integer.MAX_VALUE - 8) {
            throw InvalidInputException.ofValue(
                    "Image", "fewer than 2^31 bytes of pixels", length + " for " + width + " x " + height);
        }
        return (int) length;
    }

    /**
     * The width.
     *
     * @return pixels in a row
     */
    public int width() {
        return width;
    }

    /**
     * The height.
     *
     * @return rows
     */
    public int height() {
        return height;
    }

    /**
     * The pixels, without a copy.
     *
     * @return a new read-only view of {@code height * width * 3} bytes: red, green, blue, row by row from the top
     */
    public ByteBuffer pixels() {
        return ByteBuffer.wrap(rgb).asReadOnlyBuffer();
    }

    /**
     * A copy of the pixels.
     *
     * @return {@code height * width * 3} bytes: red, green, blue, row by row from the top
     */
    public byte[] toRgb() {
        return rgb.clone();
    }

    /**
     * A copy of the picture for the desktop classes.
     *
     * @return a picture of type {@link BufferedImage#TYPE_INT_RGB}
     */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (rgb[at++] & 0xFF) << 16 | (rgb[at++] & 0xFF) << 8 | rgb[at++] & 0xFF;
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    /** Equal pictures have the same size and the same pixels. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Image that
                && width == that.width
                && height == that.height
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return Objects.hash(width, height, Arrays.hashCode(rgb));
    }

    @Override
    public String toString() {
        return "Image[" + width + " x " + height + "]";
    }
}
