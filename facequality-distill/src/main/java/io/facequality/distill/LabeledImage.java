package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.Objects;

/**
 * An image and the score that the teacher gave it.
 *
 * @param path where the image lies, below the folder of the training images, with {@code /} between the parts
 * @param person whose face it is; the images of one person have the same name here
 * @param quality the teacher's raw score: higher is better, finite, of any range
 */
public record LabeledImage(String path, String person, double quality) {

    /** Checks the parts. */
    public LabeledImage {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(person, "person");
        if (!Double.isFinite(quality)) {
            throw new InvalidInputException(new Problem(
                    "cannot learn from a label", path, "a finite quality", Double.toString(quality),
                    "Leave the picture out, or score it again."));
        }
    }
}
