package io.facequality;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.List;
import java.util.Objects;

/**
 * A face found in a picture.
 *
 * @param box where it is, in the picture's pixels
 * @param landmarks its five points, in the picture's pixels
 * @param confidence how sure the detector is, from 0 to 1; higher is surer; comparable only within one detector
 */
public record DetectedFace(Box box, Landmarks landmarks, double confidence) {

    /**
     * An upright rectangle in a picture, in pixels. It may reach beyond the picture's edge.
     *
     * @param left its left edge
     * @param top its top edge
     * @param width its width, above 0
     * @param height its height, above 0
     */
    public record Box(double left, double top, double width, double height) {

        /** Checks that the box is finite and not empty. */
        public Box {
            if (!Double.isFinite(left) || !Double.isFinite(top) || !(width > 0) || !(height > 0)
                    || !Double.isFinite(width) || !Double.isFinite(height)) {
                throw InvalidInputException.ofValue(
                        "Box", "a finite box with an area", width + " x " + height + " at (" + left + ", " + top + ")");
            }
        }

        /**
         * The middle.
         *
         * @return the point where the diagonals meet
         */
        public Point center() {
            return new Point(left + width / 2, top + height / 2);
        }

        /**
         * The area.
         *
         * @return square pixels
         */
        public double area() {
            return width * height;
        }

        /**
         * How much two boxes share.
         *
         * @param other the other box
         * @return intersection over union, from 0 (apart) to 1 (the same)
         */
        public double overlap(Box other) {
            double shared = span(left, left + width, other.left, other.left + other.width)
                    * span(top, top + height, other.top, other.top + other.height);
            return shared / (area() + other.area() - shared);
        }

        private static double span(double from, double to, double otherFrom, double otherTo) {
            return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
        }
    }

    /** Checks that nothing is missing and the confidence is in its range. */
    public DetectedFace {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
        if (!(confidence >= 0 && confidence <= 1)) {
            throw InvalidInputException.ofValue("DetectedFace", "a confidence from 0 to 1", confidence);
        }
    }

    /**
     * How far the face is turned in the picture's plane: the angle between straight down and the way from the middle of
     * the eyes to the middle of the mouth.
     *
     * @return degrees above -180 and up to 180: 0 if the face is upright, 90 if it is turned clockwise by a quarter, so
     *     that its top points to the picture's right; 0 too where the points have no direction
     */
    public double roll() {
        double toTheRight = middle(landmarks.rightEye().x(), landmarks.leftEye().x())
                - middle(landmarks.rightMouthCorner().x(), landmarks.leftMouthCorner().x());
        double down = middle(landmarks.rightMouthCorner().y(), landmarks.leftMouthCorner().y())
                - middle(landmarks.rightEye().y(), landmarks.leftEye().y());
        return Math.toDegrees(Math.atan2(toTheRight, down));
    }

    private static double middle(double one, double other) {
        return (one + other) / 2;
    }

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
}
