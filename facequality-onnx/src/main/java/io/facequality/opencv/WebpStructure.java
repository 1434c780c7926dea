package io.facequality.opencv;

import io.facequality.opencv.ImageHeader.Format;
import io.facequality.opencv.PictureBytes.Order;

/** The RIFF container of a WebP file (RFC 9649, section 2) and the size in its first chunk. */
final class WebpStructure {

    private static final int RIFF_FRAME = 8;
    private static final int FIRST_CHUNK = 12;
    private static final int FIRST_DATA = 20;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int FOURTEEN_BITS = 0x3FFF;

    private WebpStructure() {}

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, "RIFF") && bytes.has(8, "WEBP");
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        bytes.require(0, RIFF_FRAME + bytes.number(4, 4, Order.LITTLE_ENDIAN));
        if (bytes.has(FIRST_CHUNK, "VP8 ")) {
            return lossy(bytes);
        }
        if (bytes.has(FIRST_CHUNK, "VP8L")) {
            return lossless(bytes);
        }
        if (bytes.has(FIRST_CHUNK, "VP8X")) {
            return extended(bytes);
        }
        bytes.require(FIRST_CHUNK, 4);
        throw PictureDefect.corrupt("a VP8, VP8L or VP8X chunk first", "another chunk");
    }

    private static ImageHeader lossy(PictureBytes bytes) throws PictureDefect {
        bytes.require(FIRST_DATA, 10);
        if (!bytes.has(FIRST_DATA + 3, 0x9D, 0x01, 0x2A)) {
            throw PictureDefect.corrupt("a VP8 key frame's start code", "other bytes");
        }
        long width = bytes.number(FIRST_DATA + 6L, 2, Order.LITTLE_ENDIAN) & FOURTEEN_BITS;
        long height = bytes.number(FIRST_DATA + 8L, 2, Order.LITTLE_ENDIAN) & FOURTEEN_BITS;
        return ImageHeader.of(Format.WEBP, width, height);
    }

    private static ImageHeader lossless(PictureBytes bytes) throws PictureDefect {
        bytes.require(FIRST_DATA, 5);
        if (!bytes.has(FIRST_DATA, LOSSLESS_SIGNATURE)) {
            throw PictureDefect.corrupt("a VP8L signature", "another byte");
        }
        long sizes = bytes.number(FIRST_DATA + 1L, 4, Order.LITTLE_ENDIAN);
        return ImageHeader.of(Format.WEBP, (sizes & FOURTEEN_BITS) + 1, (sizes >> 14 & FOURTEEN_BITS) + 1);
    }

    private static ImageHeader extended(PictureBytes bytes) throws PictureDefect {
        long width = bytes.number(FIRST_DATA + 4L, 3, Order.LITTLE_ENDIAN) + 1;
        long height = bytes.number(FIRST_DATA + 7L, 3, Order.LITTLE_ENDIAN) + 1;
        return ImageHeader.of(Format.WEBP, width, height);
    }
}
