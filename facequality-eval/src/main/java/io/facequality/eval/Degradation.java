package io.facequality.eval;

import io.facequality.AlignedFace;
import io.facequality.FaceImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Ways in which pictures of faces get worse, each with strengths from 1 to {@value #STRENGTHS}. Pure Java; the same face,
 * strength and seed give the same pixels.
 */
public enum Degradation {
    /** Gaussian blur; the strengths are its standard deviation in pixels. */
    BLUR(0.8, 1.4, 2.2, 3.2, 4.5) {
        @Override
        void change(Pixels pixels, double sigma, RandomGenerator random) {
            pixels.blur(sigma);
        }
    },
    /** Gaussian noise on every value; the strengths are its standard deviation in steps of 255. */
    NOISE(8, 16, 28, 44, 64) {
        @Override
        void change(Pixels pixels, double deviation, RandomGenerator random) {
            pixels.map(value -> value + deviation * random.nextGaussian());
        }
    },
    /** Fewer pixels; the strengths are the side to which the face is reduced by area before it is enlarged again. */
    RESOLUTION(56, 40, 28, 20, 14) {
        @Override
        void change(Pixels pixels, double side, RandomGenerator random) {
            pixels.reduce((int) side);
        }
    },
    /** JPEG compression; the strengths are the encoder's quality. */
    JPEG(0.40, 0.22, 0.12, 0.06, 0.02) {
        @Override
        void change(Pixels pixels, double quality, RandomGenerator random) {
            pixels.compress((float) quality);
        }
    },
    /** Too little light; the strengths are factors. */
    UNDEREXPOSURE(0.6, 0.4, 0.25, 0.15, 0.08) {
        @Override
        void change(Pixels pixels, double factor, RandomGenerator random) {
            pixels.map(value -> factor * value);
        }
    },
    /** Too much light, cut off at white; the strengths are factors. */
    OVEREXPOSURE(1.5, 2.0, 2.7, 3.6, 5.0) {
        @Override
        void change(Pixels pixels, double factor, RandomGenerator random) {
            pixels.map(value -> factor * value);
        }
    },
    /** A grey square somewhere on the face; the strengths are its side as a share of the picture's. */
    OCCLUSION(0.20, 0.30, 0.40, 0.50, 0.62) {
        @Override
        void change(Pixels pixels, double share, RandomGenerator random) {
            pixels.cover(share, random.nextDouble(), random.nextDouble());
        }
    },
    /** A turn in the plane about the centre, with a black border; the strengths are degrees. */
    ROTATION(10, 20, 32, 46, 62) {
        @Override
        void change(Pixels pixels, double degrees, RandomGenerator random) {
            pixels.turn(Math.toRadians(degrees));
        }
    };

    /** How many strengths each kind has. */
    public static final int STRENGTHS = 5;

    private final List<Double> amounts;

    Degradation(double first, double second, double third, double fourth, double fifth) {
        this.amounts = List.of(first, second, third, fourth, fifth);
    }

    abstract void change(Pixels pixels, double amount, RandomGenerator random);

    /**
     * What a strength means.
     *
     * @param strength from 1 to {@value #STRENGTHS}
     * @return in the unit that the kind names
     */
    public double amount(int strength) {
        return amounts.get(strength - 1);
    }

    /**
     * Makes a face worse.
     *
     * @param face the face, which stays as it is
     * @param strength from 1 to {@value #STRENGTHS}
     * @param seed where the noise comes from, and the place that is covered, which is the same for all strengths
     * @return a new face
     */
    public AlignedFace of(AlignedFace face, int strength, long seed) {
        Pixels pixels = new Pixels(face.image().toRgb());
        change(pixels, amount(strength), new Well19937c(seed));
        FaceImage image = FaceImage.copyOf(AlignedFace.SIZE, AlignedFace.SIZE, pixels.toBytes());
        return face.eyeDistance().isPresent()
                ? AlignedFace.of(image, face.eyeDistance().getAsDouble())
                : AlignedFace.of(image);
    }

    /** The pixels of a face while they are changed: red, green, blue, row by row, from 0 to 255. */
    static final class Pixels {

        private static final int SIZE = AlignedFace.SIZE;
        private static final int CHANNELS = 3;
        private static final double GREY = 128;

        private double[] values = new double[SIZE * SIZE * CHANNELS];

        Pixels(byte[] rgb) {
            for (int i = 0; i < values.length; i++) {
                values[i] = rgb[i] & 0xFF;
            }
        }

        byte[] toBytes() {
            byte[] rgb = new byte[values.length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
            }
            return rgb;
        }

        /** Changes one value. */
        @FunctionalInterface
        interface ValueChange {
            double of(double value);
        }

        void map(ValueChange change) {
            for (int i = 0; i < values.length; i++) {
                values[i] = change.of(values[i]);
            }
        }

        private double at(int x, int y, int channel) {
            int column = Math.max(0, Math.min(SIZE - 1, x));
            int row = Math.max(0, Math.min(SIZE - 1, y));
            return values[(row * SIZE + column) * CHANNELS + channel];
        }

        /** Gives each value of a new picture. */
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

        void blur(double sigma) {
            int radius = (int) Math.ceil(3 * sigma);
            double[] kernel = new double[2 * radius + 1];
            double sum = 0;
            for (int i = 0; i < kernel.length; i++) {
                kernel[i] = Math.exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
                sum += kernel[i];
            }
            double all = sum;
            replaceBy((x, y, channel) -> {
                double value = 0;
                for (int i = 0; i < kernel.length; i++) {
                    value += kernel[i] * at(x + i - radius, y, channel);
                }
                return value / all;
            });
            replaceBy((x, y, channel) -> {
                double value = 0;
                for (int i = 0; i < kernel.length; i++) {
                    value += kernel[i] * at(x, y + i - radius, channel);
                }
                return value / all;
            });
        }

        /** Reduces by the mean of the pixels that a smaller one covers, and enlarges bilinearly. */
        void reduce(int side) {
            double[][][] small = new double[CHANNELS][side][side];
            double scale = SIZE / (double) side;
            for (int channel = 0; channel < CHANNELS; channel++) {
                for (int row = 0; row < side; row++) {
                    for (int column = 0; column < side; column++) {
                        small[channel][row][column] = mean(column * scale, row * scale, scale, channel);
                    }
                }
            }
            replaceBy((x, y, channel) ->
                    between(small[channel], (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5));
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

        void cover(double share, double horizontally, double vertically) {
            int side = (int) Math.round(share * SIZE);
            int left = (int) Math.round(horizontally * (SIZE - side));
            int top = (int) Math.round(vertically * (SIZE - side));
            replaceBy((x, y, channel) ->
                    x >= left && x < left + side && y >= top && y < top + side ? GREY : at(x, y, channel));
        }

        void turn(double angle) {
            double centre = (SIZE - 1) / 2.0;
            double cosine = Math.cos(angle);
            double sine = Math.sin(angle);
            replaceBy((x, y, channel) -> {
                double fromX = centre + cosine * (x - centre) + sine * (y - centre);
                double fromY = centre - sine * (x - centre) + cosine * (y - centre);
                return bilinear(fromX, fromY, channel);
            });
        }

        private double bilinear(double x, double y, int channel) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            double right = x - left;
            double down = y - top;
            return (1 - down) * ((1 - right) * inside(left, top, channel) + right * inside(left + 1, top, channel))
                    + down
                            * ((1 - right) * inside(left, top + 1, channel)
                                    + right * inside(left + 1, top + 1, channel));
        }

        private double inside(int x, int y, int channel) {
            return x < 0 || y < 0 || x >= SIZE || y >= SIZE ? 0 : at(x, y, channel);
        }

        void compress(float quality) {
            BufferedImage image = FaceImage.copyOf(SIZE, SIZE, toBytes()).toBufferedImage();
            byte[] rgb = FaceImage.of(decoded(encoded(image, quality))).toRgb();
            values = new Pixels(rgb).values;
        }

        private static byte[] encoded(BufferedImage image, float quality) {
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
                ImageWriteParam settings = writer.getDefaultWriteParam();
                settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                settings.setCompressionQuality(quality);
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), settings);
            } catch (IOException e) {
                throw new UncheckedIOException("memory takes everything", e);
            } finally {
                writer.dispose();
            }
            return bytes.toByteArray();
        }

        private static BufferedImage decoded(byte[] jpeg) {
            try {
                return ImageIO.read(new ByteArrayInputStream(jpeg));
            } catch (IOException e) {
                throw new UncheckedIOException("memory gives everything", e);
            }
        }
    }
}
