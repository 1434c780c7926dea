package io.facequality.pipeline;

import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import java.util.Objects;
import java.util.Optional;

/**
 * How a picture becomes an aligned face. A picture that is an aligned crop already must not be aligned twice.
 *
 * @param kind align, or take as it is
 * @param resizing how a picture that is taken as it is comes to 112 x 112 pixels; it has no effect on others
 * @param orientation what is done about the orientation that a camera noted; empty for the usual: it is applied, except
 *     for crops that are taken as they are and resized as the published code does, which leaves it alone. A decoder of
 *     the caller's own decides for itself.
 */
public record Crop(Kind kind, Resizing resizing, Optional<Orientation> orientation) {

    /** Finds the face, then cuts it out and turns it upright by its five points. */
    public static final Crop ALIGN = of(Kind.ALIGN);

    /** Takes the picture as an aligned face; {@link Resizing#PILLOW} is bit-exact to the published code. */
    public static final Crop AS_IS = of(Kind.AS_IS);

    /** The two ways. */
    public enum Kind {
        /** Find the face, then cut it out and turn it upright by its five points. */
        ALIGN,
        /** The picture is an aligned face already: only resize it to 112 x 112. */
        AS_IS
    }

    /** Checks that nothing is missing. */
    public Crop {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(resizing, "resizing");
        Objects.requireNonNull(orientation, "orientation");
    }

    /**
     * The usual crop of a kind.
     *
     * @param kind align, or take as it is
     * @return {@link #ALIGN} or {@link #AS_IS}
     */
    public static Crop of(Kind kind) {
        return new Crop(kind, Resizing.PILLOW, Optional.empty());
    }

    /**
     * The same with another way to resize.
     *
     * @param method how a picture that is taken as it is comes to its size
     * @return another crop
     */
    public Crop withResizing(Resizing method) {
        return new Crop(kind, method, orientation);
    }

    /**
     * The same with another orientation.
     *
     * @param handling apply what the camera noted, or leave it
     * @return another crop
     */
    public Crop withOrientation(Orientation handling) {
        return new Crop(kind, resizing, Optional.of(handling));
    }
}
