package io.facequality.images.internal;

import java.util.Arrays;

/** A file's bytes, read at any place; a place beyond the end is a truncated picture. */
public final class PictureBytes {

    /** The order of the bytes of a number. */
    enum Order {
        LITTLE_ENDIAN,
        BIG_ENDIAN
    }

    private final byte[] bytes;
    private final int from;
    private final int length;

    public PictureBytes(byte[] bytes) {
        this(bytes, 0);
    }

    /** A file within another one, from a place to the end of the other. */
    PictureBytes(byte[] bytes, int from) {
        this.bytes = bytes;
        this.from = from;
        this.length = bytes.length - from;
    }

    /** All bytes; the caller leaves them as they are. */
    byte[] all() {
        return from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
    }

    int length() {
        return length;
    }

    /** Whether certain bytes, each given as a number from 0 to 255, stand at a place. */
    boolean has(int at, int... values) {
        if (at < 0 || length - at < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if ((bytes[from + at + i] & 0xFF) != values[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether certain ASCII characters stand at a place. */
    boolean has(int at, String ascii) {
        return has(at, ascii.chars().toArray());
    }

    /** The byte at a place that is known to exist. */
    int get(int at) {
        return bytes[from + at] & 0xFF;
    }

    /** An unsigned number of 1 to 8 bytes; one of 8 bytes above 2^63 comes out as the largest long. */
    long number(long at, int size, Order order) throws PictureDefect {
        require(at, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            int place = order == Order.BIG_ENDIAN ? i : size - 1 - i;
            value = value << 8 | get((int) at + place);
        }
        return value < 0 ? Long.MAX_VALUE : value;
    }

    /** A stretch as bytes of their own. */
    PictureBytes part(long at, long size) throws PictureDefect {
        require(at, size);
        return new PictureBytes(Arrays.copyOfRange(bytes, from + (int) at, from + (int) (at + size)));
    }

    /** Checks that a stretch lies within the file. */
    void require(long at, long size) throws PictureDefect {
        if (at < 0 || size < 0 || at > length || size > length - at) {
            throw PictureDefect.truncated(
                    "data of " + size + " bytes from byte " + at + " on", "a file of " + length + " bytes");
        }
    }
}
