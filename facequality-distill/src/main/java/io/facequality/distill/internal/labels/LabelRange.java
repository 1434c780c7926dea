package io.facequality.distill.internal.labels;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.LabeledImage;
import java.util.Collection;

/**
 * The span of a training set's scores, which min-max normalization maps to 0..1. It goes into a trained model's
 * provenance, for it is what ties the model's scale to its teacher's.
 *
 * @param lowest the teacher's lowest score in the training set
 * @param highest its highest, above the lowest
 */
public record LabelRange(double lowest, double highest) {

    /** Checks that there is a span. */
    public LabelRange {
        if (!(highest > lowest) || !Double.isFinite(highest - lowest)) {
            throw new InvalidInputException(new Problem(
                    "cannot learn from the labels", "quality", "labels that differ, all finite",
                    "a lowest of " + lowest + " and a highest of " + highest,
                    "Score the pictures with a teacher that tells them apart, or add worse and better ones."));
        }
    }

    /**
     * Finds the span.
     *
     * @param labels at least two images whose scores differ
     * @return their lowest and highest score
     * @throws InvalidInputException if all scores are equal, or there are none
     */
    public static LabelRange of(Collection<LabeledImage> labels) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (LabeledImage label : labels) {
            lowest = Math.min(lowest, label.quality());
            highest = Math.max(highest, label.quality());
        }
        return new LabelRange(lowest, highest);
    }

    /**
     * Brings a score to the training set's scale.
     *
     * @param quality a score of the same teacher
     * @return 0 for the lowest, 1 for the highest; outside of that for a score that the training set did not have
     */
    public double normalize(double quality) {
        return (quality - lowest) / (highest - lowest);
    }
}
