package io.facequality.eval;

import io.facequality.AlignedFace;
import io.facequality.images.internal.FacePixels;
import java.util.List;
import java.util.Objects;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Ways to degrade the picture of a face, each with strengths from 1 to {@value #STRENGTHS}. Pure Java; the same face,
 * strength and seed give the same pixels.
 */
public enum Degradation {
    /** Gaussian blur; the strengths are its standard deviation in pixels. */
    BLUR(0.8, 1.4, 2.2, 3.2, 4.5) {
        @Override
        void change(FacePixels pixels, double sigma, RandomGenerator random) {
            pixels.blur(sigma);
        }
    },
    /** Gaussian noise on every value; the strengths are its standard deviation in steps of 255. */
    NOISE(8, 16, 28, 44, 64) {
        @Override
        void change(FacePixels pixels, double deviation, RandomGenerator random) {
            pixels.map(value -> value + deviation * random.nextGaussian());
        }
    },
    /** Fewer pixels; the strengths are the side to which the face is reduced by area before it is enlarged again. */
    RESOLUTION(56, 40, 28, 20, 14) {
        @Override
        void change(FacePixels pixels, double side, RandomGenerator random) {
            pixels.reduce((int) side);
        }
    },
    /** JPEG compression; the strengths are the encoder's quality. */
    JPEG(0.40, 0.22, 0.12, 0.06, 0.02) {
        @Override
        void change(FacePixels pixels, double quality, RandomGenerator random) {
            pixels.compress((float) quality);
        }
    },
    /** Too little light; the strengths are factors. */
    UNDEREXPOSURE(0.6, 0.4, 0.25, 0.15, 0.08) {
        @Override
        void change(FacePixels pixels, double factor, RandomGenerator random) {
            pixels.map(value -> factor * value);
        }
    },
    /** Too much light, cut off at white; the strengths are factors. */
    OVEREXPOSURE(1.5, 2.0, 2.7, 3.6, 5.0) {
        @Override
        void change(FacePixels pixels, double factor, RandomGenerator random) {
            pixels.map(value -> factor * value);
        }
    },
    /** A gray square somewhere on the face; the strengths are its side as a share of the picture's. */
    OCCLUSION(0.20, 0.30, 0.40, 0.50, 0.62) {
        @Override
        void change(FacePixels pixels, double share, RandomGenerator random) {
            pixels.cover(share, random.nextDouble(), random.nextDouble());
        }
    },
    /** A turn in the plane around the center, with a black border; the strengths are degrees. */
    ROTATION(10, 20, 32, 46, 62) {
        @Override
        void change(FacePixels pixels, double degrees, RandomGenerator random) {
            pixels.turn(Math.toRadians(degrees));
        }
    };

    /** The number of strengths of each kind. */
    public static final int STRENGTHS = 5;

    private final List<Double> amounts;

    Degradation(double first, double second, double third, double fourth, double fifth) {
        this.amounts = List.of(first, second, third, fourth, fifth);
    }

    abstract void change(FacePixels pixels, double amount, RandomGenerator random);

    /**
     * The meaning of a strength.
     *
     * @param strength from 1 to {@value #STRENGTHS}
     * @return in the unit of the kind
     */
    public double amount(int strength) {
        return amounts.get(strength - 1);
    }

    /**
     * Degrades a face.
     *
     * @param face the face; it does not change
     * @param strength from 1 to {@value #STRENGTHS}
     * @param seed decides the noise and the covered place; the place is the same for all strengths
     * @return a new face
     */
    public AlignedFace of(AlignedFace face, int strength, long seed) {
        FacePixels pixels = FacePixels.of(face);
        change(pixels, amount(strength), new Well19937c(seed));
        return pixels.toFace();
    }

    /**
     * How the scores of one scorer change while clean faces are degraded more and more.
     *
     * @param scorer the scorer's label
     * @param degradation the kind
     * @param meanScores the mean raw score at each strength, from 0 (unchanged) to the strongest
     * @param kendallTau the mean over all faces of Kendall's tau-b between score and decreasing strength: 1 if every score
     *     falls at every step, 0 if the scores do not depend on the strength, below 0 if they rise
     * @param faces the number of faces
     */
    public record Result(
            String scorer, Degradation degradation, List<Double> meanScores, double kendallTau, int faces) {

        /** Copies the list and checks that nothing is missing. */
        public Result {
            Objects.requireNonNull(scorer, "scorer");
            Objects.requireNonNull(degradation, "degradation");
            meanScores = List.copyOf(meanScores);
        }
    }
}
