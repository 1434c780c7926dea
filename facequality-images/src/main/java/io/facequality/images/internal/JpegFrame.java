package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.PictureBytes.Order;

/**
 * The frame header of a JPEG (ISO/IEC 10918-1, B.2.2).
 *
 * @param process the low four bits of its marker: which of the coding processes
 * @param width pixels in a row
 * @param height rows
 * @param components how many values a pixel has
 * @param blocks how many blocks of 8 x 8 values there are, those included that fill up the right and the lower edge
 */
record JpegFrame(int process, long width, long height, int components, long blocks) {

    private static final int BASELINE = 0;
    private static final int EXTENDED = 1;
    private static final int PROGRESSIVE = 2;
    private static final int LOSSLESS = 3;
    private static final int ARITHMETIC = 9;
    private static final int ARITHMETIC_PROGRESSIVE = 10;
    private static final int ARITHMETIC_LOSSLESS = 11;
    private static final int BLOCK = 8;
    private static final int MOST_COMPONENTS = 4;
    private static final int MOST_SAMPLING = 4;
    private static final int COEFFICIENT_BYTES = 2;

    /** Reads the header from its length on. */
    static JpegFrame read(PictureBytes bytes, int at) throws PictureDefect {
        bytes.require(at, 8);
        int process = bytes.get(at - 1) & 15;
        int bits = bytes.get(at + 2);
        requireReadable(process, bits);
        long height = bytes.number(at + 3L, 2, Order.BIG_ENDIAN);
        long width = bytes.number(at + 5L, 2, Order.BIG_ENDIAN);
        int components = bytes.get(at + 7);
        if (components < 1 || components > MOST_COMPONENTS) {
            throw PictureDefect.corrupt("1 to 4 values per pixel", String.valueOf(components));
        }
        bytes.require(at + 8L, 3L * components);
        long across = 0;
        long down = 0;
        long blocksInUnit = 0;
        for (int i = 0; i < components; i++) {
            int sampling = bytes.get(at + 9 + 3 * i);
            requireSampling(sampling >> 4, sampling & 15);
            across = Math.max(across, sampling >> 4);
            down = Math.max(down, sampling & 15);
            blocksInUnit += (long) (sampling >> 4) * (sampling & 15);
        }
        long unitsAcross = ceil(width, BLOCK * across);
        long unitsDown = ceil(height, BLOCK * down);
        return new JpegFrame(process, width, height, components, unitsAcross * unitsDown * blocksInUnit);
    }

    private static long ceil(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static void requireReadable(int process, int bits) throws PictureDefect {
        switch (process) {
            case BASELINE, EXTENDED, PROGRESSIVE, ARITHMETIC, ARITHMETIC_PROGRESSIVE -> {
                if (bits != BLOCK) {
                    throw PictureDefect.unsupported("a JPEG of " + bits + " bits per value");
                }
            }
            case LOSSLESS, ARITHMETIC_LOSSLESS -> throw PictureDefect.unsupported("a lossless JPEG");
            default -> throw PictureDefect.unsupported("a hierarchical JPEG");
        }
    }

    private static void requireSampling(int across, int down) throws PictureDefect {
        if (across < 1 || across > MOST_SAMPLING || down < 1 || down > MOST_SAMPLING) {
            throw PictureDefect.corrupt("sampling factors of 1 to 4", across + " x " + down);
        }
    }

    boolean isProgressive() {
        return process == PROGRESSIVE || process == ARITHMETIC_PROGRESSIVE;
    }

    /** Whether the picture takes more than a scan of so many components, so that all of it is held until the last. */
    boolean needsMoreThan(int componentsInScan) {
        return isProgressive() || componentsInScan < components;
    }

    /**
     * Makes the picture's header, if the file can hold as much: a block takes at least one bit with Huffman codes; with
     * arithmetic codes it may take less.
     */
    ImageHeader header(PictureBytes bytes, boolean inPasses) throws PictureDefect {
        ImageHeader header = ImageHeader.of(Format.JPEG, width, height);
        if (process < ARITHMETIC && blocks / BLOCK > bytes.length()) {
            throw PictureDefect.truncated(
                    "at least " + blocks / BLOCK + " bytes for " + width + " x " + height + " pixels",
                    "a file of " + bytes.length() + " bytes");
        }
        return header.withWorkspace(inPasses ? blocks * BLOCK * BLOCK * COEFFICIENT_BYTES : 0);
    }
}
