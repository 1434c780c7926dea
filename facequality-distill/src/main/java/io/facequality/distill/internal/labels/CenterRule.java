package io.facequality.distill.internal.labels;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;

/**
 * Which faces make the center of a person.
 *
 * @param beta the share of all images that count as of high quality, from 0 to below 1. The threshold is the score at
 *     position {@code (int) (beta * n)} of the descending list; images at or above it count
 * @param minimum how many such images a person needs, at least 1; a person with fewer is dropped
 */
public record CenterRule(double beta, int minimum) {

    /** The published share. */
    public static final double PUBLISHED_BETA = 0.2;
    /** The published count. */
    public static final int PUBLISHED_MINIMUM = 10;

    /** Checks the parts. */
    public CenterRule {
        if (!(beta >= 0 && beta < 1)) {
            throw invalid("beta", "a share from 0 to below 1", Double.toString(beta), "Name such a share, usually 0.2.");
        }
        if (minimum < 1) {
            throw invalid("minimum", "at least 1 picture", Integer.toString(minimum), "Name such a count, usually 10.");
        }
    }

    private static InvalidInputException invalid(String where, String expected, String found, String remedy) {
        return new InvalidInputException(
                new Problem("cannot find the centres of the people", where, expected, found, remedy));
    }

    /**
     * The rule as it was published, for a training set with hundreds of images per person.
     *
     * @return {@link #PUBLISHED_BETA}, {@link #PUBLISHED_MINIMUM}
     */
    public static CenterRule published() {
        return new CenterRule(PUBLISHED_BETA, PUBLISHED_MINIMUM);
    }
}
