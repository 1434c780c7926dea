package io.facequality.images;

/** What a decoder does about the orientation that a camera noted in the file (EXIF 2.3, tag 0x0112). */
public enum Orientation {
    /** Turn the pixels upright, as every viewer does. */
    APPLY_EXIF,
    /** Leave the pixels as they are stored, as the published code does. */
    AS_STORED
}
