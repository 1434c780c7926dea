package io.facequality;

import io.facequality.FaceQualityException.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * One face, cut out and turned upright: 112 x 112 pixels, 8-bit RGB, eyes, nose and mouth where the five-point template
 * has them. The only thing that scorers and embedders take.
 *
 * <p>Immutable; a plain heap value of 37 KB; safe to share between threads.
 */
public final class AlignedFace {

    /** The width and the height in pixels. */
    public static final int SIZE = 112;

    private final Image image;
    private final double eyeDistance;

    private AlignedFace(Image image, double eyeDistance) {
        if (image.width() != SIZE || image.height() != SIZE) {
            throw InvalidInputException.ofValue(
                    "AlignedFace",
                    "an aligned face of " + SIZE + " x " + SIZE + " pixels",
                    image.width() + " x " + image.height() + "; resize or align it first");
        }
        this.image = image;
        this.eyeDistance = eyeDistance;
    }

    /**
     * A picture that is an aligned crop already.
     *
     * @param crop 112 x 112 pixels
     * @return the face; the size of the face in the original picture is not known
     * @throws InvalidInputException if the crop has another size
     */
    public static AlignedFace of(Image crop) {
        return new AlignedFace(crop, Double.NaN);
    }

    /**
     * A face that was cut out of a larger picture.
     *
     * @param crop 112 x 112 pixels
     * @param eyeDistance the distance between the eyes in the source picture, in its pixels, above 0
     * @return the face
     * @throws InvalidInputException if the crop has another size or the distance is not positive
     */
    public static AlignedFace of(Image crop, double eyeDistance) {
        if (!(eyeDistance > 0) || Double.isInfinite(eyeDistance)) {
            throw InvalidInputException.ofValue("AlignedFace", "an eye distance above 0", eyeDistance);
        }
        return new AlignedFace(crop, eyeDistance);
    }

    /**
     * The pixels as a picture.
     *
     * @return 112 x 112 pixels
     */
    public Image image() {
        return image;
    }

    /**
     * The pixels, without a copy.
     *
     * @return a new read-only view of 112 * 112 * 3 bytes: red, green, blue, row by row from the top
     */
    public ByteBuffer pixels() {
        return image.pixels();
    }

    /**
     * How large the face was in the picture that it came from. A small face was enlarged to 112 x 112, and a scorer may
     * overrate it.
     *
     * @return the distance between the eyes in pixels of the source picture; empty for a crop taken as it is
     */
    public OptionalDouble eyeDistance() {
        return Double.isNaN(eyeDistance) ? OptionalDouble.empty() : OptionalDouble.of(eyeDistance);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlignedFace that
                && image.equals(that.image)
                && Double.compare(eyeDistance, that.eyeDistance) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * image.hashCode() + Double.hashCode(eyeDistance);
    }

    @Override
    public String toString() {
        return "AlignedFace[eyeDistance=" + eyeDistance + "]";
    }
}
