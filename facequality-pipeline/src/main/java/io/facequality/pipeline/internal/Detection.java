package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.InvalidInputException;

/**
 * How the pipeline's own detector looks for faces.
 *
 * @param longSide to how many pixels a picture's longer side is brought down before
 * @param threshold from which confidence on a finding counts
 */
public record Detection(int longSide, double threshold) {

    private static final int SMALLEST = 64;

    /** Checks both, since the detector is opened later. */
    public Detection {
        if (longSide < SMALLEST) {
            throw InvalidInputException.ofValue("FacePipeline", "a detection size of at least " + SMALLEST, longSide);
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw InvalidInputException.ofValue("FacePipeline", "a detection threshold from 0 to 1", threshold);
        }
    }
}
