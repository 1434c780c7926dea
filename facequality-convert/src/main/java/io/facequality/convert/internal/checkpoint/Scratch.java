package io.facequality.convert.internal.checkpoint;

/**
 * Memory to read into, which is lent again and again: a large file is read in thousands of pieces, which would leave as
 * much garbage as the file is long, and a heap that grew to hold it. For one thread.
 */
final class Scratch {

    /** Pieces are no larger, but for tensors whose numbers do not lie in a row. */
    private static final int MOST_KEPT = 1 << 19;

    private byte[] kept = {};

    /** At least so many bytes, until the next call. */
    byte[] bytes(int length) {
        if (length > MOST_KEPT) {
            return new byte[length];
        }
        if (kept.length < length) {
            kept = new byte[length];
        }
        return kept;
    }
}
