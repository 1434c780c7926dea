package io.facequality;

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
