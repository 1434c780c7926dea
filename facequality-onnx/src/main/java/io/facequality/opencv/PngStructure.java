package io.facequality.opencv;

import io.facequality.opencv.ImageHeader.Format;
import io.facequality.opencv.PictureBytes.Order;

/** The chunks of a PNG file (W3C PNG, third edition, section 5): length, name, data, checksum, from IHDR to IEND. */
final class PngStructure {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHUNK_FRAME = 12;
    private static final int HEADER_LENGTH = 13;

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

    private static long length(PictureBytes bytes, long at) throws PictureDefect {
        return bytes.number(at, 4, Order.BIG_ENDIAN);
    }
}
