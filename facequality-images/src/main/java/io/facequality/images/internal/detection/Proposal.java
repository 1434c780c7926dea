package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;

/**
 * A place where a detection network takes something for a face.
 *
 * @param landmarks its points
 * @param center its middle
 * @param size how large it is, above 0: about from the brows to the chin
 * @param score how sure the network is, from 0 to 1; comparable only within one format
 */
record Proposal(Landmarks landmarks, Point center, double size, double score) {

    /** Whether the points are far enough from each other to tell which way is up. */
    boolean hasDirection() {
        return FaceSquare.faceSize(landmarks) > size / 8;
    }
}
