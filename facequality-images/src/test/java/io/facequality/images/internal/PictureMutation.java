package io.facequality.images.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** Makes a hostile picture of a good one, the same for the same seed. */
final class PictureMutation {

    private static final int START = 300;
    private static final long[] EXTREMES = {
        0, 1, 2, 3, 4, 0x7F, 0x80, 0xFF, 0x100, 10_000, 0x4000, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 1 << 20, 100_000_000,
        0x3FFF_FFFF, 0x7FFF_FFFF, 0x8000_0000L, 0xFFFF_FFFEL, 0xFFFF_FFFFL
    };

    private final Random random;
    private final List<byte[]> others;
    private byte[] bytes;

    private PictureMutation(Random random, byte[] whole, List<byte[]> others) {
        this.random = random;
        this.others = others;
        this.bytes = whole.clone();
    }

    /** A picture with one to four changes, one in four times with up to twenty. */
    static byte[] of(byte[] whole, List<byte[]> others, Random random) {
        PictureMutation mutation = new PictureMutation(random, whole, others);
        int changes = 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 4);
        for (int i = 0; i < changes && mutation.bytes.length > 16; i++) {
            mutation.change();
        }
        mutation.repairFrame();
        return mutation.bytes;
    }

    private int place() {
        return random.nextInt(bytes.length);
    }

    private int earlyPlace(int size) {
        return random.nextInt(Math.min(bytes.length - size, START));
    }

    private void change() {
        switch (random.nextInt(11)) {
            case 0 -> bytes[place()] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[earlyPlace(1)] = (byte) random.nextInt(256);
            case 2 -> bytes[place()] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 3 -> bytes[place()] += (byte) (random.nextBoolean() ? 1 : -1);
            case 4 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            case 5 -> ordered().putInt(earlyPlace(4), (int) extreme());
            case 6 -> ordered().putShort(earlyPlace(2), (short) extreme());
            case 7 -> splice();
            case 8 -> replace(place(), random.nextInt(200), new byte[0]);
            case 9 -> {
                int at = place();
                replace(at, 0, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(600))));
            }
            default -> field();
        }
    }

    private long extreme() {
        return EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private ByteBuffer ordered() {
        return ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private void splice() {
        byte[] other = others.get(random.nextInt(others.size()));
        int from = random.nextInt(other.length);
        replace(place(), 0, Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(2000))));
    }

    private void replace(int at, int length, byte... by) {
        int end = Math.min(bytes.length, at + length);
        bytes = HandmadeFiles.joined(
                HandmadeFiles.joined(Arrays.copyOf(bytes, at), by), Arrays.copyOfRange(bytes, end, bytes.length));
    }

    /** Sets what means something in the format: a value of a TIFF's field, a marker of a JPEG, a chunk of a PNG. */
    private void field() {
        if (bytes[0] == 'I' || bytes[0] == 'M') {
            ByteBuffer tiff = ByteBuffer.wrap(bytes)
                    .order(bytes[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int directory = tiff.getInt(4);
            int field = directory + 2 + 12 * random.nextInt(16);
            if (directory > 0 && field > 0 && field + 12 <= bytes.length) {
                switch (random.nextInt(4)) {
                    case 0 -> tiff.putShort(field, (short) (254 + random.nextInt(86)));
                    case 1 -> tiff.putShort(field + 2, (short) (1 + random.nextInt(18)));
                    case 2 -> tiff.putInt(field + 4, (int) extreme());
                    default -> tiff.putInt(field + 8, (int) extreme());
                }
            }
        } else if (bytes[0] == (byte) 0xFF) {
            int at = earlyPlace(4);
            while (at < bytes.length - 4 && bytes[at] != (byte) 0xFF) {
                at++;
            }
            bytes[at + 1] = (byte) (0xC0 + random.nextInt(64));
        } else if (bytes[0] == (byte) 0x89) {
            ByteBuffer.wrap(bytes).putInt(earlyPlace(4), (int) extreme());
        }
    }

    /** Makes good what would end the reading at once: checksums, the length of the whole, the last marker. */
    private void repairFrame() {
        if (bytes.length < 16 || random.nextInt(4) == 0) {
            return;
        }
        if (bytes[0] == (byte) 0x89) {
            repairChecksums();
        } else if (bytes[0] == 'R') {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - 8);
        } else if (bytes[0] == (byte) 0xFF) {
            bytes = HandmadeFiles.joined(bytes, (byte) 0xFF, (byte) 0xD9);
        }
    }

    private void repairChecksums() {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        for (int at = 8; at + 12 <= bytes.length; at += 12 + png.getInt(at)) {
            int length = png.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                return;
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, at + 4, length + 4);
            png.putInt(at + 8 + length, (int) checksum.getValue());
        }
    }
}
