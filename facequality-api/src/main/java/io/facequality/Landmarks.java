package io.facequality;

import java.util.List;
import java.util.Objects;

/**
 * Five points of a face. Left and right are the subject's own, as in ISO/IEC 19794-5: in a picture that is not mirrored
 * the right eye is on the viewer's left.
 *
 * @param rightEye the middle of the subject's right eye
 * @param leftEye the middle of the subject's left eye
 * @param nose the tip of the nose
 * @param rightMouthCorner the subject's right corner of the mouth
 * @param leftMouthCorner the subject's left corner of the mouth
 */
public record Landmarks(Point rightEye, Point leftEye, Point nose, Point rightMouthCorner, Point leftMouthCorner) {

    /**
     * A place in a picture.
     *
     * @param x pixels to the right of the center of the picture's left-most pixels
     * @param y pixels below the center of its top-most pixels
     */
    public record Point(double x, double y) {

        /** Checks that both are finite. */
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw InvalidInputException.ofValue("Point", "finite coordinates", "(" + x + ", " + y + ")");
            }
        }

        /**
         * How far another place is.
         *
         * @param other the other place
         * @return the Euclidean distance in pixels
         */
        public double distanceTo(Point other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    /** Checks that no point is missing. */
    public Landmarks {
        Objects.requireNonNull(rightEye, "rightEye");
        Objects.requireNonNull(leftEye, "leftEye");
        Objects.requireNonNull(nose, "nose");
        Objects.requireNonNull(rightMouthCorner, "rightMouthCorner");
        Objects.requireNonNull(leftMouthCorner, "leftMouthCorner");
    }

    /**
     * The distance between the eyes (IED in ISO/IEC 19794-5): how large the face is in its picture.
     *
     * @return pixels
     */
    public double eyeDistance() {
        return rightEye.distanceTo(leftEye);
    }

    /**
     * The points in the order that detectors and alignment templates use.
     *
     * @return right eye, left eye, nose, right and left mouth corner
     */
    public List<Point> points() {
        return List.of(rightEye, leftEye, nose, rightMouthCorner, leftMouthCorner);
    }
}
