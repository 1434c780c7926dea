package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file (ISO/IEC 10918-1, annex B): start of image, segments with a length, and behind each start
 * of scan the coded data, in which 0xFF stands only before 0x00, a restart marker or the next marker. Pictures inside
 * segments, such as an EXIF thumbnail, are passed over with their segment; what comes after the end of image, such as
 * the second picture of an MPO file, is not looked at.
 */
final class JpegStructure {

    private static final int START_OF_IMAGE = 0xD8;
    static final int END_OF_IMAGE = 0xD9;
    static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_FRAME = 0xC0;
    private static final int LAST_FRAME = 0xCF;
    static final int HUFFMAN_TABLES = 0xC4;
    private static final int EXTENSION = 0xC8;
    private static final int ARITHMETIC_TABLES = 0xCC;
    static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    static final int RESTART_INTERVAL = 0xDD;
    private static final int FIRST_APPLICATION = 0xE0;
    private static final int LAST_APPLICATION = 0xEF;
    static final int QUANTIZATION_TABLES = 0xDB;
    static final int PROGRESSIVE_FRAME = 0xC2;
    private static final int COMMENT = 0xFE;
    private static final int TEMPORARY = 0x01;
    private static final int EXIF_APPLICATION = 0xE1;
    private static final int EXIF_NAME = 6;
    private static final int SMALLEST_SCAN = 8;
    /** Encoders make a dozen; LibTIFF draws its line here too. */
    private static final int MOST_SCANS = 100;

    private JpegStructure() {}

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, 0xFF, START_OF_IMAGE, 0xFF);
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        @Nullable JpegFrame frame = null;
        int scans = 0;
        boolean inPasses = false;
        int at = 2;
        while (true) {
            at = scans > 0 ? nextMarkerInScan(bytes, at) : nextMarker(bytes, at);
            int marker = bytes.get(at);
            at++;
            if (marker == END_OF_IMAGE) {
                if (frame == null || scans == 0) {
                    throw PictureDefect.corrupt("a frame and a scan before the end of the image", "none");
                }
                return frame.header(bytes, inPasses);
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = segmentLength(bytes, at);
            if (isFrame(marker) && frame == null) {
                frame = JpegFrame.read(bytes, at);
            }
            if (marker == START_OF_SCAN) {
                scans++;
                bytes.require(at, SMALLEST_SCAN);
                inPasses |= frame != null && frame.needsMoreThan(bytes.get(at + 2));
                requireFew(scans);
            }
            at += length;
        }
    }

    private static int segmentLength(PictureBytes bytes, int at) throws PictureDefect {
        int length = (int) bytes.number(at, 2, Order.BIG_ENDIAN);
        if (length < 2) {
            throw PictureDefect.corrupt("a segment of at least 2 bytes", "one of " + length + " at byte " + at);
        }
        bytes.require(at, length);
        return length;
    }

    /** Each scan takes a walk over all blocks, even where it holds nothing for them. */
    private static void requireFew(int scans) throws PictureDefect {
        if (scans > MOST_SCANS) {
            throw PictureDefect.corrupt("at most " + MOST_SCANS + " scans", "more");
        }
    }

    /** The content of the first EXIF segment of a complete file, which stands in front of the first scan. */
    static Optional<PictureBytes> exif(PictureBytes bytes) throws PictureDefect {
        int at = 2;
        while (true) {
            at = nextMarker(bytes, at);
            int marker = bytes.get(at);
            at++;
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                return Optional.empty();
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = segmentLength(bytes, at);
            if (marker == EXIF_APPLICATION && bytes.has(at + 2, "Exif\0\0")) {
                return Optional.of(bytes.part(at + 2 + EXIF_NAME, length - 2 - EXIF_NAME));
            }
            at += length;
        }
    }

    /** Finds the byte behind the next 0xFF, past fill bytes and stray data between segments, as decoders do. */
    static int nextMarker(PictureBytes bytes, int from) throws PictureDefect {
        for (int at = from; at < bytes.length() - 1; at++) {
            if (bytes.get(at) == 0xFF && bytes.get(at + 1) != 0xFF && bytes.get(at + 1) != 0) {
                return at + 1;
            }
        }
        throw endless();
    }

    /** Finds the next marker that may follow coded data; others there are damage, which the decoder skips. */
    private static int nextMarkerInScan(PictureBytes bytes, int from) throws PictureDefect {
        int last = bytes.length() - 1;
        for (int at = from; at < last; at++) {
            if (bytes.get(at) == 0xFF && mayFollowScan(bytes.get(at + 1))) {
                return at + 1;
            }
        }
        throw endless();
    }

    private static boolean mayFollowScan(int marker) {
        return marker >= END_OF_IMAGE && marker <= RESTART_INTERVAL
                || marker == HUFFMAN_TABLES
                || marker == ARITHMETIC_TABLES
                || marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION
                || marker == COMMENT;
    }

    static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != HUFFMAN_TABLES
                && marker != EXTENSION
                && marker != ARITHMETIC_TABLES;
    }

    static boolean isRestart(int marker) {
        return marker >= FIRST_RESTART && marker <= LAST_RESTART;
    }

    /** Whether a marker has no length and no content. */
    static boolean standsAlone(int marker) {
        return marker == START_OF_IMAGE || isRestart(marker) || marker == TEMPORARY;
    }

    private static PictureDefect endless() {
        return PictureDefect.truncated("an end-of-image marker", "the end of the file before it");
    }
}
