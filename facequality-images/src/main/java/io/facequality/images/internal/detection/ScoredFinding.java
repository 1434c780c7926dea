package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks.Point;

/**
 * A finding, and how sure it is.
 *
 * @param finding what was found
 * @param confidence from 0 to 1, as the calibration says
 */
public record ScoredFinding(Finding finding, double confidence) {

    Point center() {
        return finding.center();
    }

    double size() {
        return finding.size();
    }
}
