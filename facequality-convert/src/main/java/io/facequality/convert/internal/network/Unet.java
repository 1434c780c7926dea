package io.facequality.convert.internal.network;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network of a diffusion, which tells from a noised face and how noisy it is what it was without the noise:
 * {@code x [n,3,112,112]} and {@code t [n]} to {@code x0 [n,3,112,112]}. Immutable and safe to share.
 */
public sealed interface Unet permits DiffusionUnet, LeanUnet {

    /** The side of the images. */
    int SIDE = 112;

    /** Red, green and blue. */
    int CHANNELS = 3;

    /** Into how many groups of channels normalizations divide. */
    int GROUPS = 8;

    /**
     * Goes from images to restored images.
     *
     * @param operators what carries it out
     * @param image {@code [n,3,112,112]}
     * @param time {@code [n]}
     * @param <T> what stands for an array of numbers
     * @return {@code [n,3,112,112]}
     */
    <T> T apply(NetworkOperators<T> operators, T image, T time);

    /**
     * Which network it is.
     *
     * @return words for people
     */
    String variant();

    /**
     * DifFIQA's network.
     *
     * @param width the channels of the first level, a multiple of {@value #GROUPS}; published: 128
     * @param multipliers for each level, how many times as many channels it hands on; published: 1, 2, 4, 8. Each level
     *     but the last halves the side
     * @return the network
     * @throws InvalidInputException if there is no such network
     */
    static Unet published(int width, List<Integer> multipliers) {
        requireLevels(width, multipliers, SIDE);
        return new DiffusionUnet(width, 4L * width, widths(width, multipliers));
    }

    /**
     * A network for processors: it works on a quarter of the positions, without attention, and corrects the image
     * instead of drawing it anew.
     *
     * @param width the channels that the image becomes, a multiple of {@value #GROUPS}
     * @param multipliers for each level, how many times as many channels it has; each but the last halves the side
     * @return the network
     * @throws InvalidInputException if there is no such network
     */
    static Unet lean(int width, List<Integer> multipliers) {
        requireLevels(width, multipliers, LeanUnet.INNER_SIDE);
        return new LeanUnet(width, widths(width, multipliers), LeanUnet.TIME_WIDTH);
    }

    private static List<Long> widths(int width, List<Integer> multipliers) {
        return multipliers.stream().map(multiplier -> (long) width * multiplier).toList();
    }

    private static void requireLevels(int width, List<Integer> multipliers, int side) {
        if (width < GROUPS || width % GROUPS != 0) {
            throw invalid("width", "a multiple of " + GROUPS, Integer.toString(width));
        }
        if (Stream.concat(Stream.of(multipliers.size()), multipliers.stream()).anyMatch(number -> number < 1)) {
            throw invalid("multipliers", "at least one, each at least 1", multipliers.toString());
        }
        int halvings = multipliers.size() - 1;
        if (halvings >= Integer.SIZE - 1 || side % (1 << halvings) != 0) {
            throw invalid(
                    "multipliers", "at most " + (Integer.numberOfTrailingZeros(side) + 1) + ", for so often "
                            + side + " can be halved",
                    multipliers.toString());
        }
    }

    private static InvalidInputException invalid(String where, String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot lay out the UNet", where, expected, found, "Name such a size, or leave the default."));
    }
}
