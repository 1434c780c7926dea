package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.PictureBytes.Order;
import java.util.Arrays;
import java.util.Optional;

/** The chunks of a PNG file (W3C PNG, third edition, section 5): length, name, data, checksum, from IHDR to IEND. */
public final class PngStructure {

    static final int SIGNATURE_LENGTH = 8;
    static final int CHUNK_FRAME = 12;
    private static final int HEADER_LENGTH = 13;
    private static final int LOWER_CASE = 0x20;
    /** Deflate writes at most 258 bytes for 2 bits (RFC 1951). */
    private static final int MOST_PACKING = 1032;

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
        long packed = packedSize(bytes, first);
        long unpacked = PngCodedData.unpackedSize(bytes);
        if (unpacked / MOST_PACKING > packed) {
            throw PictureDefect.truncated(
                    "at least " + unpacked / MOST_PACKING + " bytes for " + width + " x " + height + " pixels",
                    packed + " bytes");
        }
        // The chunks that matter are copied.
        return header.withWorkspace(header.pixels() * ImageHeader.PIXEL_BYTES + bytes.length());
    }

    /** How many bytes of compressed data there are from a chunk to the last one, which must be there. */
    private static long packedSize(PictureBytes bytes, int first) throws PictureDefect {
        long size = 0;
        long at = first;
        while (at <= bytes.length() - CHUNK_FRAME) {
            int name = (int) at + 4;
            if (bytes.has(name, "IEND")) {
                return size;
            }
            long length = length(bytes, at);
            size += bytes.has(name, "IDAT") ? length : 0;
            at += CHUNK_FRAME + length;
        }
        throw PictureDefect.truncated("an IEND chunk", "the end of the file before it");
    }

    /** The content of the EXIF chunk of a complete file. */
    static Optional<PictureBytes> exif(PictureBytes bytes) throws PictureDefect {
        long at = SIGNATURE_LENGTH;
        while (at <= bytes.length() - CHUNK_FRAME && !bytes.has((int) at + 4, "IEND")) {
            long length = length(bytes, at);
            if (bytes.has((int) at + 4, "eXIf")) {
                return Optional.of(bytes.part(at + 8, length));
            }
            at += CHUNK_FRAME + length;
        }
        return Optional.empty();
    }

    /**
     * Leaves out what does not change the pixels: comments, color profiles, animation. The PNG library takes it for an
     * occasion to write warnings to standard error, and compressed comments are a way to attack it.
     */
    public static byte[] withoutExtras(byte[] file) throws PictureDefect {
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

    /** A capital first letter marks what a decoder must know; besides, transparency is wanted. */
    static boolean changesPixels(PictureBytes bytes, int name) {
        return (bytes.get(name) & LOWER_CASE) == 0 || bytes.has(name, "tRNS");
    }

    static long length(PictureBytes bytes, long at) throws PictureDefect {
        return bytes.number(at, 4, Order.BIG_ENDIAN);
    }
}
