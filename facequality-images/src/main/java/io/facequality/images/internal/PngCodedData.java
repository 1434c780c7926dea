package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Checks a PNG's own checksums, and that its data unpacks to exactly the pixels that its header promises. */
final class PngCodedData {

    private static final int PIECE = 16 << 10;
    private static final int HEADER = 16;
    /** The seven passes of an interlaced picture: first column and row, and the steps (W3C PNG, section 8.1). */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final PictureBytes bytes;
    private final byte[] content;

    private PngCodedData(byte[] content) {
        this.bytes = new PictureBytes(content);
        this.content = content;
    }

    /** Says what is wrong with the data of a complete PNG; nothing for a whole one. */
    static Optional<String> damage(byte[] content) throws PictureDefect {
        Inflater inflater = new Inflater();
        try {
            return new PngCodedData(content).damage(inflater);
        } finally {
            inflater.end();
        }
    }

    /** How many bytes per picture unpacks to: for each row one byte more than its pixels take. */
    static long unpackedSize(PictureBytes bytes) throws PictureDefect {
        long width = bytes.number(HEADER, 4, Order.BIG_ENDIAN);
        long height = bytes.number(HEADER + 4L, 4, Order.BIG_ENDIAN);
        int bits = bytes.get(HEADER + 8) * channels(bytes.get(HEADER + 9));
        if (bytes.get(HEADER + 12) == 0) {
            return rows(width, height, bits);
        }
        long size = 0;
        for (int[] pass : PASSES) {
            size += rows((width - pass[0] + pass[2] - 1) / pass[2], (height - pass[1] + pass[3] - 1) / pass[3], bits);
        }
        return size;
    }

    private static int channels(int color) {
        return switch (color) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    private static long rows(long width, long height, int bits) {
        return width <= 0 ? 0 : height * (1 + (width * bits + 7) / 8);
    }

    private Optional<String> damage(Inflater inflater) throws PictureDefect {
        long wanted = unpackedSize(bytes);
        long unpacked = 0;
        byte[] piece = new byte[PIECE];
        for (long at = PngStructure.SIGNATURE_LENGTH; ; ) {
            int length = (int) Math.min(PngStructure.length(bytes, at), content.length);
            bytes.require(at, PngStructure.CHUNK_FRAME + (long) length);
            int name = (int) at + 4;
            if (PngStructure.changesPixels(bytes, name) && !checksumFits(name, length)) {
                return Optional.of("a checksum does not fit its data");
            }
            if (bytes.has(name, "IDAT")) {
                inflater.setInput(content, name + 4, length);
                try {
                    for (int count; unpacked <= wanted && (count = inflater.inflate(piece)) > 0; ) {
                        unpacked += count;
                    }
                } catch (DataFormatException e) {
                    return Optional.of("its compressed data is damaged");
                }
            } else if (bytes.has(name, "IEND")) {
                return sizeDamage(unpacked, wanted, inflater);
            }
            at += PngStructure.CHUNK_FRAME + length;
        }
    }

    private static Optional<String> sizeDamage(long unpacked, long wanted, Inflater inflater) {
        if (unpacked < wanted) {
            return Optional.of("its data ends early");
        }
        return unpacked > wanted || !inflater.finished()
                ? Optional.of("its data goes on behind the last pixel")
                : Optional.empty();
    }

    private boolean checksumFits(int name, int length) throws PictureDefect {
        CRC32 checksum = new CRC32();
        checksum.update(content, name, 4 + length);
        return checksum.getValue() == bytes.number(name + 4L + length, 4, Order.BIG_ENDIAN);
    }
}
