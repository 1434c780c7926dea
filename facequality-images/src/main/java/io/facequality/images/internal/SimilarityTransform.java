package io.facequality.images.internal;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.List;
import java.util.Optional;

/**
 * Rotation, uniform scale and shift, without reflection: {@code x' = cosine x - sine y + shiftX}, {@code y' = sine x +
 * cosine y + shiftY}.
 *
 * @param cosine the scale times the cosine of the angle
 * @param sine the scale times the sine of the angle; a positive angle turns clockwise as seen in a picture
 * @param shiftX what is added to x
 * @param shiftY what is added to y
 */
public record SimilarityTransform(double cosine, double sine, double shiftX, double shiftY) {

    /** Points whose mean distance from their middle is below this, in pixels, have no direction and no size. */
    private static final double SMALLEST_SPREAD = 0.1;

    /** A scale below this, or above its inverse, comes from places that are nonsense. */
    private static final double SMALLEST_SCALE = 1e-9;

    /** Checks that all are finite. */
    public SimilarityTransform {
        if (!Double.isFinite(cosine) || !Double.isFinite(sine) || !Double.isFinite(shiftX)
                || !Double.isFinite(shiftY)) {
            throw InvalidInputException.ofValue(
                    "SimilarityTransform", "finite numbers", cosine + ", " + sine + ", " + shiftX + ", " + shiftY);
        }
    }

    /**
     * Finds the transform that brings points closest to others in the sense of least squares (S. Umeyama, Least-squares
     * estimation of transformation parameters between two point patterns, IEEE TPAMI 13(4), 1991; in the plane and
     * without reflection the solution is the closed form used here).
     *
     * @param from the points that are moved
     * @param to where each is wanted, in the same order
     * @return the transform; empty if either points lie so close together that it is not determined
     * @throws InvalidInputException if the lists differ in length or hold fewer than two points
     */
    public static Optional<SimilarityTransform> between(List<Point> from, List<Point> to) {
        int count = from.size();
        if (count != to.size() || count < 2) {
            throw InvalidInputException.ofValue(
                    "SimilarityTransform", "two lists of as many points, at least 2", count + " and " + to.size());
        }
        double fromX = from.stream().mapToDouble(Point::x).sum() / count;
        double fromY = from.stream().mapToDouble(Point::y).sum() / count;
        double toX = to.stream().mapToDouble(Point::x).sum() / count;
        double toY = to.stream().mapToDouble(Point::y).sum() / count;
        double along = 0;
        double across = 0;
        double spread = 0;
        for (int i = 0; i < count; i++) {
            double x = from.get(i).x() - fromX;
            double y = from.get(i).y() - fromY;
            double wantedX = to.get(i).x() - toX;
            double wantedY = to.get(i).y() - toY;
            along += x * wantedX + y * wantedY;
            across += x * wantedY - y * wantedX;
            spread += x * x + y * y;
        }
        double cosine = along / spread;
        double sine = across / spread;
        double scale = Math.hypot(cosine, sine);
        boolean determined = spread >= count * SMALLEST_SPREAD * SMALLEST_SPREAD
                && scale > SMALLEST_SCALE
                && scale < 1 / SMALLEST_SCALE
                && Double.isFinite(scale * (Math.abs(fromX) + Math.abs(fromY)));
        return determined
                ? Optional.of(new SimilarityTransform(
                        cosine,
                        sine,
                        toX - cosine * fromX + sine * fromY,
                        toY - sine * fromX - cosine * fromY))
                : Optional.empty();
    }

    /** Scales an upright square to one of a side of {@code size} pixels; places are pixel centers. */
    public static SimilarityTransform ofSquare(Point center, double side, int size) {
        double scale = size / side;
        double middle = (size - 1) / 2.0;
        return new SimilarityTransform(scale, 0, middle - scale * center.x(), middle - scale * center.y());
    }

    /**
     * Moves a point.
     *
     * @param point the point
     * @return where it comes to lie
     */
    public Point apply(Point point) {
        return new Point(
                cosine * point.x() - sine * point.y() + shiftX, sine * point.x() + cosine * point.y() + shiftY);
    }

    /**
     * The transform that undoes this one.
     *
     * @return the inverse
     * @throws InvalidInputException if the scale is 0
     */
    public SimilarityTransform inverse() {
        double square = cosine * cosine + sine * sine;
        double inverseCosine = cosine / square;
        double inverseSine = -sine / square;
        return new SimilarityTransform(
                inverseCosine,
                inverseSine,
                -(inverseCosine * shiftX - inverseSine * shiftY),
                -(inverseSine * shiftX + inverseCosine * shiftY));
    }

    /**
     * The scale.
     *
     * @return how much longer a distance becomes
     */
    public double scale() {
        return Math.hypot(cosine, sine);
    }
}
