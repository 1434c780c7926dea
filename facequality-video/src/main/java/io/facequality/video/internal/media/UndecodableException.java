package io.facequality.video.internal.media;

/** Says that a frame cannot be used; it becomes a rejection, or a count of damaged frames. */
public final class UndecodableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UndecodableException(String found) {
        // Hostile files make thousands, and nobody looks at the stack.
        super(found, null, false, false);
    }
}
