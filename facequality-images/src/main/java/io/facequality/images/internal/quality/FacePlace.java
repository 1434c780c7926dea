package io.facequality.images.internal.quality;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.images.SimilarityAligner;
import io.facequality.images.internal.SimilarityTransform;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Where a face is in its picture, and how it is turned, from five points. All lengths are in pixels of the picture.
 *
 * @param face the face, whose eyes are apart
 * @param width pixels in a row of the picture
 * @param height its rows
 */
record FacePlace(DetectedFace face, int width, int height) {

    /** How far the tip of the nose lies in front of the line from the eyes to the mouth, in distances of the eyes. */
    private static final double NOSE_DEPTH = 0.5;

    /** Points of faces lie further from a template than this, in distances of the eyes. */
    private static final double RIGID = 0.02;

    /** How far the chin is below the eyes, in distances from the eyes to the mouth. */
    private static final double CHIN = 1.65;

    /** A rough angle must not double a length. */
    private static final double LARGEST_CORRECTION = 45;

    private Landmarks points() {
        return face.landmarks();
    }

    /** Degrees from -180 to 180; as {@link DetectedFace#roll()}. */
    double roll() {
        return face.roll();
    }

    /**
     * Roughly, in degrees from -90 to 90; above 0 if the nose points to the picture's right when the face is upright. A
     * turned head brings the tip of the nose to a side of the line from the eyes to the mouth, and the eyes together.
     * Empty for points that are a template which was turned and scaled: a network that gives such points says nothing of
     * the head's pose.
     */
    OptionalDouble yaw() {
        Point eyes = middle(points().rightEye(), points().leftEye());
        Point mouth = middle(points().rightMouthCorner(), points().leftMouthCorner());
        double downX = mouth.x() - eyes.x();
        double downY = mouth.y() - eyes.y();
        double length = Math.hypot(downX, downY);
        if (length == 0 || isTemplate()) {
            return OptionalDouble.empty();
        }
        double noseX = points().nose().x() - eyes.x();
        double noseY = points().nose().y() - eyes.y();
        double aside = (noseX * downY - noseY * downX) / length;
        return OptionalDouble.of(Math.toDegrees(Math.atan(aside / (NOSE_DEPTH * points().eyeDistance()))));
    }

    private boolean isTemplate() {
        List<Point> template = SimilarityAligner.template();
        return SimilarityTransform.between(points().points(), template)
                .map(toTemplate -> IntStream.range(0, template.size())
                                .mapToDouble(i ->
                                        toTemplate.apply(points().points().get(i)).distanceTo(template.get(i)))
                                .max()
                                .orElseThrow()
                        < RIGID * template.get(0).distanceTo(template.get(1)))
                .orElse(true);
    }

    /** As if the head were not turned: the distance in the picture divided by the cosine of the yaw. */
    static double unturned(double eyeDistance, double yaw) {
        return eyeDistance / shortening(yaw);
    }

    /** How much closer together a turned head's eyes are. */
    static double shortening(double yaw) {
        return Math.cos(Math.toRadians(Math.min(LARGEST_CORRECTION, Math.abs(yaw))));
    }

    /** From the picture's left edge to the nearer eye, in distances of the eyes. */
    double marginLeft() {
        double x = Math.min(points().rightEye().x(), points().leftEye().x());
        return (x + 0.5) / points().eyeDistance();
    }

    /** From the picture's right edge to the nearer eye, in distances of the eyes. */
    double marginRight() {
        double x = Math.max(points().rightEye().x(), points().leftEye().x());
        return (width - 0.5 - x) / points().eyeDistance();
    }

    /** From the eyes to the chin, as a share of the picture's height. */
    double headSize() {
        Point eyes = middle(points().rightEye(), points().leftEye());
        Point mouth = middle(points().rightMouthCorner(), points().leftMouthCorner());
        return CHIN * eyes.distanceTo(mouth) / height;
    }

    private static Point middle(Point one, Point other) {
        return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }
}
