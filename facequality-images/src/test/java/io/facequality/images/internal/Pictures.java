package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Pictures that the tests of this package share. */
public final class Pictures {

    private Pictures() {}

    /** Smooth colors with some noise, the same for the same seed. */
    public static Image synthetic(int width, int height, long seed) {
        Random random = new Random(seed);
        return Image.filledBy(width, height, rgb -> {
            for (int y = 0, at = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    rgb[at++] = (byte) (255 * x / width);
                    rgb[at++] = (byte) (255 * y / height);
                    rgb[at++] = (byte) (128 + random.nextInt(32));
                }
            }
        });
    }

    /** Red grows to the right and green downward, each by a gray level in a few pixels. */
    public static Image gradient(int width, int height) {
        return Image.filledBy(width, height, rgb -> {
            for (int i = 0; i < width * height; i++) {
                rgb[3 * i] = (byte) (255 * (i % width) / width);
                rgb[3 * i + 1] = (byte) (255 * (i / width) / height);
                rgb[3 * i + 2] = (byte) 128;
            }
        });
    }

    /** Waves from black to white and back, across in red and green, down in blue: a small shift shows. */
    public static Image waves(int width, int height, double length) {
        return Image.filledBy(width, height, rgb -> {
            for (int i = 0; i < width * height; i++) {
                rgb[3 * i] = (byte) (128 + 127 * Math.sin(2 * Math.PI / length * (i % width)));
                rgb[3 * i + 1] = (byte) (128 + 127 * Math.cos(2 * Math.PI / length * (i % width)));
                rgb[3 * i + 2] = (byte) (128 + 127 * Math.sin(2 * Math.PI / length * (i / width)));
            }
        });
    }

    /** Checks that the colors of a level, apart from its edge, are those of the whole at the places that it names. */
    public static void assertShows(Level level, Image whole) {
        byte[] reduced = level.image().toRgb();
        byte[] pixels = whole.toRgb();
        int width = level.image().width();
        for (int y = 1; y < level.image().height() - 1; y += 7) {
            for (int x = 1; x < width - 1; x += 7) {
                int wholeX = (int) Math.round(level.area().left() + (x + 0.5) * level.reduction());
                int wholeY = (int) Math.round(level.area().top() + (y + 0.5) * level.reduction());
                for (int channel = 0; channel < 3; channel++) {
                    int found = reduced[3 * (y * width + x) + channel] & 0xFF;
                    int expected = pixels[3 * (wholeY * whole.width() + wholeX) + channel] & 0xFF;
                    assertThat(found).as("channel %d at %d, %d", channel, x, y).isBetween(expected - 3, expected + 3);
                }
            }
        }
    }

    public static Image photo(Path file) {
        return OpenCvImageDecoder.create().decode(file.toString(), bytes(file)).orElseThrow();
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A square along a transform, each pixel the mean of 16 x 16 samples in it. */
    public static Image supersampled(Image picture, SimilarityTransform toPicture, int size) {
        int samples = 16;
        byte[] pixels = picture.toRgb();
        return Image.filledBy(size, size, rgb -> {
            for (int i = 0; i < size * size; i++) {
                int[] sums = new int[3];
                for (int k = 0; k < samples * samples; k++) {
                    Point place = toPicture.apply(new Point(
                            i % size + (k % samples + 0.5) / samples - 0.5,
                            i / size + (k / samples + 0.5) / samples - 0.5));
                    int at = 3 * ((int) Math.round(place.y()) * picture.width() + (int) Math.round(place.x()));
                    for (int channel = 0; channel < 3; channel++) {
                        sums[channel] += pixels[at + channel] & 0xFF;
                    }
                }
                for (int channel = 0; channel < 3; channel++) {
                    rgb[3 * i + channel] = (byte) Math.round((float) sums[channel] / (samples * samples));
                }
            }
        });
    }

    /** A picture that the decoder reduces to what is asked for, and the sizes that were. */
    public static ImagePyramid pyramid(Image picture, List<Integer> asked) {
        return new ImagePyramid() {
            @Override
            public int width() {
                return picture.width();
            }

            @Override
            public int height() {
                return picture.height();
            }

            @Override
            public Level atLeast(int longSide) {
                asked.add(longSide);
                int most = Math.max(width(), height()) / longSide;
                return OpenCvImageDecoder.create()
                        .decode(new ImageSource.Decoded("picture", picture), Math.min(8, Integer.highestOneBit(most)))
                        .orElseThrow();
            }

            @Override
            public Image whole() {
                return picture;
            }
        };
    }

    /** The largest difference of any value of two pictures of one size. */
    public static int largestDifference(Image one, Image other) {
        assertThat(one.width()).isEqualTo(other.width());
        assertThat(one.height()).isEqualTo(other.height());
        byte[] left = one.toRgb();
        byte[] right = other.toRgb();
        int largest = 0;
        for (int i = 0; i < left.length; i++) {
            largest = Math.max(largest, Math.abs((left[i] & 0xFF) - (right[i] & 0xFF)));
        }
        return largest;
    }

    public static Rejection rejection(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected<?>) outcome).rejection();
    }
}
