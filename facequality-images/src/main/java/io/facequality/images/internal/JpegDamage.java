package io.facequality.images.internal;

/** Ends the reading of a JPEG's coded data at the first sign of damage; it never leaves the package. */
final class JpegDamage extends Exception {

    static final JpegDamage ENDS_EARLY = new JpegDamage("its data ends early");
    static final JpegDamage TOO_MUCH_DATA = new JpegDamage("its data goes on behind the last pixel of a part");
    static final JpegDamage NO_SUCH_CODE = new JpegDamage("its data holds a code that does not exist");
    static final JpegDamage BLOCK_TOO_LONG = new JpegDamage("its data holds a block of more than 64 values");
    static final JpegDamage TOO_BRIGHT = new JpegDamage("its data holds a brightness out of range");
    static final JpegDamage WRONG_RESTART = new JpegDamage("its restart markers are out of order");
    static final JpegDamage MALFORMED_TABLE = new JpegDamage("one of its tables is malformed or missing");
    static final JpegDamage MISSING_PART = new JpegDamage("a part of its data is missing");

    private static final long serialVersionUID = 1L;

    private JpegDamage(String description) {
        // Shared: it says what, and nobody looks at the stack.
        super(description, null, false, false);
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
