package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.images.internal.SimilarityTransform;
import java.util.List;

/**
 * A square around a face, turned as the face is.
 *
 * @param center its middle, in the picture's pixels
 * @param side its side, in the picture's pixels
 * @param roll how far it is turned clockwise, in radians
 */
record FaceSquare(Point center, double side, double roll) {

    /** From the face to the square that the landmark network was trained on. */
    private static final double CROP = 1.56;

    /** From the face to the square that is shown as its box. */
    private static final double BOX = 1.2;

    private static final double ASIDE = -0.01;
    private static final double UP = -0.08;

    /** The square that the landmark network looks at. The factors stand in the provenance file beside the model. */
    static FaceSquare toLookAt(Landmarks landmarks) {
        return around(landmarks, CROP);
    }

    /** The square from the forehead to the chin. */
    static FaceSquare box(Landmarks landmarks) {
        return around(landmarks, BOX);
    }

    /** How large a face is: about from the brows to the chin. */
    static double faceSize(Landmarks landmarks) {
        return Math.max(2.1 * landmarks.eyeDistance(), 2.0 * eyes(landmarks).distanceTo(mouth(landmarks)));
    }

    /** The mean of the points. */
    static Point middle(Landmarks landmarks) {
        return mean(landmarks.points());
    }

    static Point mean(List<Point> points) {
        double x = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double y = points.stream().mapToDouble(Point::y).average().orElseThrow();
        return new Point(x, y);
    }

    /** The same square, turned clockwise by so many radians more. */
    FaceSquare turned(double angle) {
        return new FaceSquare(center, side, roll + angle);
    }

    private static FaceSquare around(Landmarks landmarks, double factor) {
        double face = faceSize(landmarks);
        Point eyes = eyes(landmarks);
        Point mouth = mouth(landmarks);
        double roll = Math.atan2(eyes.x() - mouth.x(), mouth.y() - eyes.y());
        Point middle = middle(landmarks);
        Point center = new Point(
                middle.x() + face * (ASIDE * Math.cos(roll) - UP * Math.sin(roll)),
                middle.y() + face * (ASIDE * Math.sin(roll) + UP * Math.cos(roll)));
        return new FaceSquare(center, factor * face, roll);
    }

    private static Point eyes(Landmarks landmarks) {
        return between(landmarks.rightEye(), landmarks.leftEye());
    }

    private static Point mouth(Landmarks landmarks) {
        return between(landmarks.rightMouthCorner(), landmarks.leftMouthCorner());
    }

    private static Point between(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }

    /** From the picture to an upright crop of {@code size} x {@code size} pixels; places are pixel centers. */
    SimilarityTransform toCrop(int size) {
        double cosine = size / side * Math.cos(roll);
        double sine = -size / side * Math.sin(roll);
        double middle = (size - 1) / 2.0;
        return new SimilarityTransform(
                cosine,
                sine,
                middle - cosine * center.x() + sine * center.y(),
                middle - sine * center.x() - cosine * center.y());
    }
}
