package io.facequality.images.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks that each strip or tile of a TIFF unpacks to as many bytes as it has pixels. The decoder leaves those that do
 * not as they came out, often black, and says so on standard error alone.
 */
final class TiffCodedData {

    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;
    private static final int PACK_BITS = 32773;
    private static final int NONE = 1;
    private static final int PIECE = 16 << 10;

    private final byte[] content;
    private final byte[] piece = new byte[PIECE];

    private TiffCodedData(byte[] content) {
        this.content = content;
    }

    /** Says what is wrong with the data of a picture that was admitted by its header; nothing where it cannot tell. */
    static Optional<String> damage(byte[] content) throws PictureDefect {
        TiffCodedData data = new TiffCodedData(content);
        for (TiffStructure.Part part : TiffStructure.parts(new PictureBytes(content))) {
            if (!data.isWhole(part)) {
                return Optional.of("a part of its data is damaged");
            }
        }
        return Optional.empty();
    }

    private boolean isWhole(TiffStructure.Part part) {
        int end = part.at() + part.length();
        return switch (part.compression()) {
            case NONE -> part.length() >= part.unpacked();
            case PACK_BITS -> unpackedBits(part.at(), end) >= part.unpacked();
            case LZW -> unpackedCodes(part.at(), end, part.unpacked()) >= part.unpacked();
            case DEFLATE, OLD_DEFLATE -> inflated(part) >= part.unpacked();
            default -> true;
        };
    }

    /** Bytes that stand for themselves, or for one of them several times (TIFF 6.0, section 9). */
    private long unpackedBits(int from, int end) {
        long unpacked = 0;
        for (int at = from; at < end; ) {
            int count = content[at];
            int taken = count >= 0 ? count + 2 : 2;
            if (count != Byte.MIN_VALUE) {
                if (taken > end - at) {
                    return unpacked;
                }
                unpacked += Math.abs(count) + 1;
            }
            at += count == Byte.MIN_VALUE ? 1 : taken;
        }
        return unpacked;
    }

    private long inflated(TiffStructure.Part part) {
        Inflater inflater = new Inflater();
        inflater.setInput(content, part.at(), part.length());
        long unpacked = 0;
        try {
            for (int count; unpacked <= part.unpacked() && (count = inflater.inflate(piece)) > 0; ) {
                unpacked += count;
            }
            return unpacked;
        } catch (DataFormatException damaged) {
            return -1;
        } finally {
            inflater.end();
        }
    }

    /** Codes for stretches that came before (TIFF 6.0, section 13); only the stretches' lengths are followed. */
    private long unpackedCodes(int from, int end, long wanted) {
        if (end - from >= 2 && content[from] == 0 && (content[from + 1] & 1) != 0) {
            // An old kind, with its bits the other way round.
            return wanted;
        }
        int clear = 256;
        int last = 257;
        int[] lengths = new int[4096];
        Arrays.fill(lengths, 0, clear, 1);
        long unpacked = 0;
        int next = last + 1;
        int width = 9;
        int previous = 0;
        long at = 8L * from;
        while (unpacked < wanted && at + width <= 8L * end) {
            int code = code(at, width);
            at += width;
            if (code == last) {
                return unpacked;
            }
            if (code == clear) {
                next = last + 1;
                width = 9;
                previous = 0;
                continue;
            }
            if (code > next || code == next && previous == 0 || next >= lengths.length) {
                return unpacked;
            }
            if (previous > 0) {
                lengths[next] = previous + 1;
                next++;
            }
            previous = lengths[code];
            unpacked += previous;
            width = next < 511 ? 9 : next < 1023 ? 10 : next < 2047 ? 11 : 12;
        }
        return unpacked;
    }

    private int code(long bit, int width) {
        int at = (int) (bit >> 3);
        int bits = 0;
        for (int i = 0; i < 3; i++) {
            bits = bits << 8 | (at + i < content.length ? content[at + i] & 0xFF : 0);
        }
        return bits >> 24 - width - (int) (bit & 7) & (1 << width) - 1;
    }
}
