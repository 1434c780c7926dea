package io.facequality;

import java.util.Objects;

/**
 * A face found in a picture.
 *
 * @param box where it is, in the picture's pixels
 * @param landmarks its five points, in the picture's pixels
 * @param confidence how sure the detector is, from 0 to 1; higher is surer; comparable only within one detector
 */
public record DetectedFace(Box box, Landmarks landmarks, double confidence) {

    /** Checks that nothing is missing and the confidence is in its range. */
    public DetectedFace {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
        if (!(confidence >= 0 && confidence <= 1)) {
            throw InvalidInputException.ofValue("DetectedFace", "a confidence from 0 to 1", confidence);
        }
    }
}
