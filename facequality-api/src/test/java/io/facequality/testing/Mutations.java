package io.facequality.testing;

import java.util.Arrays;
import java.util.Random;

/** Damage as disks, networks, editors and people with bad intentions do it. */
public final class Mutations {

    private static final int MOST = 4;
    private static final int LONGEST_PIECE = 64;

    private Mutations() {}

    /**
     * Damages a copy.
     *
     * @param whole what it is a copy of
     * @param random decides what is done, and where
     * @return the copy
     */
    public static byte[] of(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int left = 1 + random.nextInt(MOST); left > 0 && bytes.length > 0; left--) {
            bytes = damaged(bytes, random);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int place = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(LONGEST_PIECE), bytes.length - place);
        return switch (random.nextInt(6)) {
            case 0 -> withByte(bytes, place, bytes[place] ^ 1 << random.nextInt(Byte.SIZE));
            case 1 -> withByte(bytes, place, random.nextInt(256));
            case 2 -> withByte(bytes, place, "\"',;\n\r\0-09".charAt(random.nextInt(10)));
            case 3 -> Arrays.copyOf(bytes, place);
            case 4 -> joined(bytes, place, place + length);
            default -> joined(bytes, place + length, place);
        };
    }

    private static byte[] withByte(byte[] bytes, int place, int value) {
        bytes[place] = (byte) value;
        return bytes;
    }

    /** The bytes up to one place and those from another: some are there twice, or are missing. */
    private static byte[] joined(byte[] bytes, int end, int start) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - start);
        System.arraycopy(bytes, start, joined, end, bytes.length - start);
        return joined;
    }
}
