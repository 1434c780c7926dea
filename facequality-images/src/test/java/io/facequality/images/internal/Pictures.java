package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
