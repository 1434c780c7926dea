package io.facequality.convert.internal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A row of elements, of which tensors show parts. */
interface Storage {

    /** How many elements there are. */
    long count();

    /**
     * Reads some of the bytes.
     *
     * @param offset the first, in bytes
     * @param length how many
     * @return the bytes, in the file's byte order; the next read from the file may overwrite them
     * @throws IOException if the file cannot be read, or does not hold what it declares
     */
    ByteBuffer read(long offset, int length) throws IOException;
}
