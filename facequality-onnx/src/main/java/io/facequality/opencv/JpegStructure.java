package io.facequality.opencv;

import io.facequality.opencv.ImageHeader.Format;
import io.facequality.opencv.PictureBytes.Order;
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

    private JpegStructure() {}

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, 0xFF, START_OF_IMAGE, 0xFF);
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        @Nullable ImageHeader header = null;
        boolean scanned = false;
        int at = 2;
        while (true) {
            at = scanned ? nextMarkerInScan(bytes, at) : nextMarker(bytes, at);
            int marker = bytes.get(at);
            at++;
            if (marker == END_OF_IMAGE) {
                if (header == null || !scanned) {
                    throw PictureDefect.corrupt("a frame and a scan before the end of the image", "none");
                }
                return header;
            }
            if (standsAlone(marker)) {
                continue;
            }
            long length = bytes.number(at, 2, Order.BIG_ENDIAN);
            if (length < 2) {
                throw PictureDefect.corrupt("a segment of at least 2 bytes", "one of " + length + " at byte " + at);
            }
            bytes.require(at, length);
            if (isFrame(marker) && header == null) {
                long height = bytes.number(at + 3L, 2, Order.BIG_ENDIAN);
                long width = bytes.number(at + 5L, 2, Order.BIG_ENDIAN);
                header = ImageHeader.of(Format.JPEG, width, height);
            }
            scanned |= marker == START_OF_SCAN;
            at += (int) length;
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
