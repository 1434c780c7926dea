package io.facequality.convert.internal.checkpoint;

/**
 * A record of a zip archive.
 *
 * @param name its name
 * @param method how it is compressed; 0 if it is not
 * @param checksum its CRC-32
 * @param packed how many bytes it takes in the file
 * @param size how many bytes it is
 * @param header where in the file its own header is
 * @param start where in the file its bytes are
 */
record ZipRecord(String name, int method, int checksum, long packed, long size, long header, long start) {

    boolean isCompressed() {
        return method != 0 || packed != size;
    }

    /** Behind its last byte. */
    long end() {
        return start + packed;
    }
}
