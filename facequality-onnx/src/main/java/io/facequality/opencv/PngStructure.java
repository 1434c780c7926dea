package io.facequality.opencv;

import io.facequality.opencv.ImageHeader.Format;
import io.facequality.opencv.PictureBytes.Order;
import java.util.Arrays;

/** The chunks of a PNG file (W3C PNG, third edition, section 5): length, name, data, checksum, from IHDR to IEND. */
final class PngStructure {

    static final int SIGNATURE_LENGTH = 8;
    static final int CHUNK_FRAME = 12;
    private static final int HEADER_LENGTH = 13;
    private static final int LOWER_CASE = 0x20;

    private PngStructure() {}

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        int first = SIGNATURE_LENGTH;
        bytes.require(first, CHUNK_FRAME + HEADER_LENGTH);
        if (!bytes.has(first + 4, "IHDR") || length(bytes, first) != HEADER_LENGTH) {
            throw PictureDefect.corrupt("an IHDR chunk of 13 bytes first", "another chunk");
        }
        long width = bytes.number(first + 8L, 4, Order.BIG_ENDIAN);
        long height = bytes.number(first + 12L, 4, Order.BIG_ENDIAN);
        ImageHeader header = ImageHeader.of(Format.PNG, width, height);
        requireEnd(bytes, first);
        return header;
    }

    private static void requireEnd(PictureBytes bytes, int first) throws PictureDefect {
        long at = first;
        while (at <= bytes.length() - CHUNK_FRAME) {
            if (bytes.has((int) at + 4, "IEND")) {
                return;
            }
            at += CHUNK_FRAME + length(bytes, at);
        }
        throw PictureDefect.truncated("an IEND chunk", "the end of the file before it");
    }

    /**
     * Leaves out what does not change the pixels: comments, colour profiles, animation. The PNG library takes it for an
     * occasion to write warnings to standard error, and compressed comments are a way to attack it.
     */
    static byte[] withoutExtras(byte[] file) throws PictureDefect {
        PictureBytes bytes = new PictureBytes(file);
        byte[] kept = file.clone();
        int end = SIGNATURE_LENGTH;
        long at = SIGNATURE_LENGTH;
        while (at <= file.length - CHUNK_FRAME) {
            long size = CHUNK_FRAME + length(bytes, at);
            bytes.require(at, size);
            if (changesPixels(bytes, (int) at + 4)) {
                System.arraycopy(file, (int) at, kept, end, (int) size);
                end += (int) size;
            }
            at += bytes.has((int) at + 4, "IEND") ? file.length : size;
        }
        return end == file.length ? file : Arrays.copyOf(kept, end);
    }

    /** A capital first letter marks what a decoder must know; besides, transparency and orientation are wanted. */
    static boolean changesPixels(PictureBytes bytes, int name) {
        return (bytes.get(name) & LOWER_CASE) == 0 || bytes.has(name, "tRNS") || bytes.has(name, "eXIf");
    }

    static long length(PictureBytes bytes, long at) throws PictureDefect {
        return bytes.number(at, 4, Order.BIG_ENDIAN);
    }
}
