package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;

/**
 * What is done to an image each time that a student sees it, and how far at most. The teacher sees the very same
 * image and says what its features are, so that a few thousand images do not run out: "a good teacher is patient and
 * consistent" (Beyer et al., CVPR 2022). Every amount is drawn anew, evenly between nothing and the most; the seed, the
 * face and the epoch decide what is drawn.
 *
 * @param mirrored how often left and right change places, 0..1
 * @param shift the most pixels that a face is moved by, in each direction
 * @param scale the largest share that it grows or shrinks by, below 1
 * @param rotation the most degrees that it is turned by
 * @param brightness the most steps of 255 that it gets lighter or darker by
 * @param contrast the largest share that its contrast grows or falls by, below 1
 * @param degraded how often an image is made worse: blur, fewer pixels, noise, JPEG, darkness, something in front, 0..1
 * @param mixed how often an image is mixed with another face, 0..1; such an image has no quality
 */
public record Variation(
        double mirrored,
        double shift,
        double scale,
        double rotation,
        double brightness,
        double contrast,
        double degraded,
        double mixed) {

    /** Checks the ranges. */
    public Variation {
        within("mirrored", mirrored, 1, "a share from 0 to 1");
        within("shift", shift, 56, "pixels from 0 to 56");
        within("scale", scale, 0.9, "a share from 0 to 0.9");
        within("rotation", rotation, 180, "degrees from 0 to 180");
        within("brightness", brightness, 255, "steps from 0 to 255");
        within("contrast", contrast, 0.9, "a share from 0 to 0.9");
        within("degraded", degraded, 1, "a share from 0 to 1");
        within("mixed", mixed, 1, "a share from 0 to 1");
    }

    private static void within(String name, double value, double most, String expected) {
        if (!(value >= 0 && value <= most)) {
            throw new InvalidInputException(new Problem(
                    "cannot set up the training", "variation." + name, expected, Double.toString(value),
                    "Name such a number, or leave the default."));
        }
    }

    /**
     * Images as they are, as the published training takes them.
     *
     * @return nothing is done
     */
    public static Variation none() {
        return new Variation(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * What a student from scratch learns well from where there are thousands of images.
     *
     * @return everything, in moderation
     */
    public static Variation usual() {
        return new Variation(0.5, 5, 0.08, 8, 30, 0.3, 0.5, 0.3);
    }
}
