package io.facequality.pipeline;

/** How a picture becomes an aligned face. A picture that is an aligned crop already must not be aligned twice. */
public enum Crop {
    /** Find the face, then cut it out and turn it upright by its five points. */
    ALIGN,
    /** The picture is an aligned face already: only resize it to 112 x 112. */
    AS_IS
}
