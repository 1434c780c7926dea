package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.PictureBytes.Order;
import java.util.Optional;

/** The RIFF container of a WebP file (RFC 9649, section 2) and the size in its first chunk. */
final class WebpStructure {

    private static final int RIFF_FRAME = 8;
    private static final int FIRST_CHUNK = 12;
    private static final int FIRST_DATA = 20;
    private static final int LOSSLESS_SIGNATURE = 0x2F;
    private static final int FOURTEEN_BITS = 0x3FFF;
    private static final int EXIF_PREFIX = 6;
    private static final int WORKING_PIXEL = 4;
    /**
     * The prediction modes of 16 x 16 pixels take 3 bits or more of a key frame, whatever the picture is (RFC 6386,
     * section 11.2: their probabilities are fixed); here it is 2.
     */
    private static final int MOST_PIXELS_PER_BYTE = 16 * 16 * 8 / 2;

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
        ImageHeader header = ImageHeader.of(Format.WEBP, width, height);
        if (header.pixels() / MOST_PIXELS_PER_BYTE > bytes.length()) {
            throw PictureDefect.truncated(
                    "at least " + header.pixels() / MOST_PIXELS_PER_BYTE + " bytes for " + width + " x " + height
                            + " pixels",
                    "a file of " + bytes.length() + " bytes");
        }
        return header;
    }

    /** One color can fill a lossless picture of any size with a few bytes. */
    private static ImageHeader lossless(PictureBytes bytes) throws PictureDefect {
        bytes.require(FIRST_DATA, 5);
        if (!bytes.has(FIRST_DATA, LOSSLESS_SIGNATURE)) {
            throw PictureDefect.corrupt("a VP8L signature", "another byte");
        }
        long sizes = bytes.number(FIRST_DATA + 1L, 4, Order.LITTLE_ENDIAN);
        ImageHeader header =
                ImageHeader.of(Format.WEBP, (sizes & FOURTEEN_BITS) + 1, (sizes >> 14 & FOURTEEN_BITS) + 1);
        return header.withWorkspace(header.pixels() * WORKING_PIXEL);
    }

    private static ImageHeader extended(PictureBytes bytes) throws PictureDefect {
        long width = bytes.number(FIRST_DATA + 4L, 3, Order.LITTLE_ENDIAN) + 1;
        long height = bytes.number(FIRST_DATA + 7L, 3, Order.LITTLE_ENDIAN) + 1;
        ImageHeader header = ImageHeader.of(Format.WEBP, width, height);
        // The canvas of an animation or of transparency, and a frame to be laid on it.
        return header.withWorkspace(header.pixels() * 2 * WORKING_PIXEL);
    }

    /** The content of the EXIF chunk of a complete file, with or without the prefix that a JPEG needs. */
    static Optional<PictureBytes> exif(PictureBytes bytes) throws PictureDefect {
        long at = FIRST_CHUNK;
        while (at <= bytes.length() - RIFF_FRAME) {
            long length = bytes.number(at + 4, 4, Order.LITTLE_ENDIAN);
            if (bytes.has((int) at, "EXIF")) {
                int prefix = bytes.has((int) at + RIFF_FRAME, "Exif\0\0") ? EXIF_PREFIX : 0;
                return Optional.of(bytes.part(at + RIFF_FRAME + prefix, length - prefix));
            }
            at += RIFF_FRAME + length + (length & 1);
        }
        return Optional.empty();
    }
}
