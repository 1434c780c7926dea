package io.facequality.distill;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.images.internal.FacePixels;
import java.util.random.RandomGenerator;

/**
 * Makes faces worse at random, by four operations in this order: blur, fewer pixels, noise, JPEG. How strong each is,
 * is drawn evenly from a range. The same face and the same state of the generator give the same pixels.
 *
 * @param blur the standard deviation of a Gaussian, in pixels of the 112 x 112; 0: none
 * @param reduction how many times smaller the side becomes, before the face is enlarged again; from 1, which is none
 * @param noise the standard deviation of Gaussian noise on each value, in steps of 255; 0: none
 * @param jpeg the encoder's quality, from 0 to 1
 */
public record RandomDegradation(Range blur, Range reduction, Range noise, Range jpeg) {

    private static final double MOST_REDUCTION = AlignedFace.SIZE / 2.0;

    /**
     * What a number is drawn from.
     *
     * @param lowest the lowest
     * @param highest the highest, at least as high
     */
    public record Range(double lowest, double highest) {

        /**
         * Draws a number evenly.
         *
         * @param random where it comes from
         * @return a number between the two
         */
        public double draw(RandomGenerator random) {
            return lowest + (highest - lowest) * random.nextDouble();
        }
    }

    /** Checks the ranges. */
    public RandomDegradation {
        requireWithin("blur", blur, 0, AlignedFace.SIZE);
        requireWithin("reduction", reduction, 1, MOST_REDUCTION);
        requireWithin("noise", noise, 0, 255);
        requireWithin("jpeg", jpeg, 0, 1);
    }

    private static void requireWithin(String name, Range range, double least, double most) {
        if (!(range.lowest >= least && range.lowest <= range.highest && range.highest <= most)) {
            throw new InvalidInputException(new Problem(
                    "cannot make faces worse", name, "a range within " + least + " to " + most, range.toString(),
                    "Name such a range, or leave the default."));
        }
    }

    /**
     * What faces of cameras and the web suffer; the publications do not say theirs.
     *
     * @return blur up to 3 pixels, a quarter of the side at least, noise up to 20, JPEG from 0.2
     */
    public static RandomDegradation usual() {
        return new RandomDegradation(
                new Range(0, 3), new Range(1, 4), new Range(0, 20), new Range(0.2, 0.95));
    }

    /**
     * Makes a face worse.
     *
     * @param face the face, which stays as it is
     * @param random where the strengths and the noise come from
     * @return a new face
     */
    public AlignedFace of(AlignedFace face, RandomGenerator random) {
        FacePixels pixels = FacePixels.of(face);
        double sigma = blur.draw(random);
        if (sigma > 0) {
            pixels.blur(sigma);
        }
        pixels.reduce((int) Math.round(AlignedFace.SIZE / reduction.draw(random)));
        double deviation = noise.draw(random);
        pixels.map(value -> value + deviation * random.nextGaussian());
        pixels.compress((float) jpeg.draw(random));
        return pixels.toFace();
    }
}
