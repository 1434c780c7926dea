package io.facequality.images.internal;

import io.facequality.AlignedFace;
import io.facequality.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The pixels of a face while it is degraded: red, green, blue, row by row, from 0 to 255, rounded only at the end. Pure
 * Java; the same steps give the same pixels on every machine. For one thread.
 */
public final class FacePixels {

    private static final int SIZE = AlignedFace.SIZE;
    private static final int CHANNELS = 3;
    private static final double GRAY = 128;
    /** A Gaussian ends at this many standard deviations. */
    private static final double LONGEST = 3;

    private final OptionalDouble eyeDistance;
    private double[] values = new double[SIZE * SIZE * CHANNELS];

    private FacePixels(byte[] rgb, OptionalDouble eyeDistance) {
        this.eyeDistance = eyeDistance;
        take(rgb);
    }

    /**
     * Starts with the pixels of a face.
     *
     * @param face the face; it does not change
     * @return its pixels
     */
    public static FacePixels of(AlignedFace face) {
        return new FacePixels(face.image().toRgb(), face.eyeDistance());
    }

    private void take(byte[] rgb) {
        for (int i = 0; i < values.length; i++) {
            values[i] = rgb[i] & 0xFF;
        }
    }

    /**
     * The face with these pixels.
     *
     * @return a new face, its values rounded and cut to 0..255
     */
    public AlignedFace toFace() {
        return eyeDistance.isPresent()
                ? AlignedFace.of(image(), eyeDistance.getAsDouble())
                : AlignedFace.of(image());
    }

    private Image image() {
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return Image.copyOf(SIZE, SIZE, rgb);
    }

    /**
     * Changes each value independently: red, green, blue of the first pixel, and so on.
     *
     * @param change gives the new value for the old one; values outside 0..255 are allowed
     */
    public void map(DoubleUnaryOperator change) {
        for (int i = 0; i < values.length; i++) {
            values[i] = change.applyAsDouble(values[i]);
        }
    }

    private double at(int x, int y, int channel) {
        return values[(inside(y) * SIZE + inside(x)) * CHANNELS + channel];
    }

    private static int inside(int place) {
        return Math.max(0, Math.min(SIZE - 1, place));
    }

    /** Gives each value of the changed face. */
    @FunctionalInterface
    private interface PixelSource {
        double at(int x, int y, int channel);
    }

    private void replaceBy(PixelSource source) {
        double[] changed = new double[values.length];
        for (int y = 0, i = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    changed[i++] = source.at(x, y, channel);
                }
            }
        }
        values = changed;
    }

    /**
     * Blurs with a Gaussian; outside the border, the border pixels repeat.
     *
     * @param sigma its standard deviation in pixels, above 0
     */
    public void blur(double sigma) {
        int radius = (int) Math.ceil(LONGEST * sigma);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = Math.exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
            sum += kernel[i];
        }
        values = filtered(filtered(values, kernel, sum, CHANNELS), kernel, sum, SIZE * CHANNELS);
    }

    /** Filters along the rows if neighbors are {@value #CHANNELS} numbers apart, along the columns otherwise. */
    private static double[] filtered(double[] values, double[] kernel, double sum, int apart) {
        int radius = kernel.length / 2;
        double[] changed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int place = i / apart % SIZE;
            int first = i - place * apart;
            double value = 0;
            for (int k = 0; k < kernel.length; k++) {
                value += kernel[k] * values[first + inside(place + k - radius) * apart];
            }
            changed[i] = value / sum;
        }
        return changed;
    }

    /**
     * Reduces the size by area, and enlarges it bilinearly.
     *
     * @param side the side of the reduced picture in pixels, at least 2
     */
    public void reduce(int side) {
        double[][][] small = new double[CHANNELS][side][side];
        double scale = SIZE / (double) side;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    small[channel][row][column] = mean(column * scale, row * scale, scale, channel);
                }
            }
        }
        replaceBy((x, y, channel) -> between(small[channel], (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5));
    }

    private double mean(double left, double top, double side, int channel) {
        double sum = 0;
        for (int y = (int) top; y < top + side && y < SIZE; y++) {
            double height = Math.min(y + 1, top + side) - Math.max(y, top);
            for (int x = (int) left; x < left + side && x < SIZE; x++) {
                sum += height * (Math.min(x + 1, left + side) - Math.max(x, left)) * at(x, y, channel);
            }
        }
        return sum / (side * side);
    }

    private static double between(double[][] plane, double x, double y) {
        int last = plane.length - 1;
        double column = Math.max(0, Math.min(last, x));
        double row = Math.max(0, Math.min(last, y));
        int left = Math.min(last - 1, (int) column);
        int top = Math.min(last - 1, (int) row);
        double right = column - left;
        double down = row - top;
        return (1 - down) * ((1 - right) * plane[top][left] + right * plane[top][left + 1])
                + down * ((1 - right) * plane[top + 1][left] + right * plane[top + 1][left + 1]);
    }

    /** Covers a square with gray; its place is given as shares of the free width and height. */
    public void cover(double share, double horizontally, double vertically) {
        int side = (int) Math.round(share * SIZE);
        int left = (int) Math.round(horizontally * (SIZE - side));
        int top = (int) Math.round(vertically * (SIZE - side));
        replaceBy((x, y, channel) ->
                x >= left && x < left + side && y >= top && y < top + side ? GRAY : at(x, y, channel));
    }

    /** Turns the face around the center, with a black border. */
    public void turn(double angle) {
        double center = (SIZE - 1) / 2.0;
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        replaceBy((x, y, channel) -> {
            double fromX = center + cosine * (x - center) + sine * (y - center);
            double fromY = center - sine * (x - center) + cosine * (y - center);
            return bilinear(fromX, fromY, channel);
        });
    }

    private double bilinear(double x, double y, int channel) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double down = y - top;
        return (1 - down) * ((1 - right) * orBlack(left, top, channel) + right * orBlack(left + 1, top, channel))
                + down
                        * ((1 - right) * orBlack(left, top + 1, channel)
                                + right * orBlack(left + 1, top + 1, channel));
    }

    private double orBlack(int x, int y, int channel) {
        return x < 0 || y < 0 || x >= SIZE || y >= SIZE ? 0 : at(x, y, channel);
    }

    /**
     * Compresses as JPEG and decompresses again.
     *
     * @param quality the encoder's quality, from 0 to 1
     */
    public void compress(float quality) {
        take(Image.of(decoded(encoded(image().toBufferedImage(), quality))).toRgb());
    }

    private static byte[] encoded(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage decoded(byte[] jpeg) {
        try {
            return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }
}
