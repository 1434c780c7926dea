package io.facequality.onnx.internal.diffusion;

import io.facequality.AlignedFace;
import io.facequality.internal.Sha256;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Noise that is computed from its place instead of drawn one after another, so that a face's noise does not depend on
 * what was asked before, on which thread, or in which batch.
 *
 * <p>Philox 4x32-10 turns a counter (which block of four numbers, which draw, which repeat, mirrored or not) into four
 * words of 32 bits under a key of 64 bits: the first of the SHA-256 of the seed and the face's pixels. Each word w
 * becomes one normal number, the inverse of the normal distribution at {@code (w + 1/2) / 2^32}. Every step is exact
 * arithmetic or {@link StrictMath}, so the bits are the same on every machine.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3.
 * Immutable and safe to share.
 *
 * @param seed another seed gives independent noise
 */
public record CounterNoise(long seed) implements NoiseSource {

    private static final int ROUNDS = 10;
    private static final int FIRST_MULTIPLIER = 0xD2511F53;
    private static final int SECOND_MULTIPLIER = 0xCD9E8D57;
    private static final int FIRST_WEYL = 0x9E3779B9;
    private static final int SECOND_WEYL = 0xBB67AE85;
    private static final int WORDS = 4;
    private static final long LOW_WORD = 0xFFFFFFFFL;
    private static final double CELL = 0x1p-32;

    @Override
    public FaceNoise of(AlignedFace face) {
        ByteBuffer key = ByteBuffer.wrap(digest(face));
        int first = key.getInt();
        int second = key.getInt();
        int[] block = new int[WORDS];
        return (place, target) -> {
            for (int i = 0; i < target.length; i += WORDS) {
                block[0] = i / WORDS;
                block[1] = place.draw();
                block[2] = place.repeat();
                block[3] = place.mirrored() ? 1 : 0;
                scramble(block, first, second);
                for (int j = 0; j < WORDS && i + j < target.length; j++) {
                    target[i + j] = (float) NormalQuantile.of(((block[j] & LOW_WORD) + 0.5) * CELL);
                }
            }
        };
    }

    private byte[] digest(AlignedFace face) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        sha256.update(face.pixels());
        return sha256.digest();
    }

    /** The bijection of a block of four words that the two words of the key choose. */
    static void scramble(int[] block, int firstKey, int secondKey) {
        int a = block[0];
        int b = block[1];
        int c = block[2];
        int d = block[3];
        int first = firstKey;
        int second = secondKey;
        for (int round = 0; round < ROUNDS; round++) {
            long low = (a & LOW_WORD) * (FIRST_MULTIPLIER & LOW_WORD);
            long high = (c & LOW_WORD) * (SECOND_MULTIPLIER & LOW_WORD);
            a = (int) (high >>> Integer.SIZE) ^ b ^ first;
            b = (int) high;
            c = (int) (low >>> Integer.SIZE) ^ d ^ second;
            d = (int) low;
            first += FIRST_WEYL;
            second += SECOND_WEYL;
        }
        block[0] = a;
        block[1] = b;
        block[2] = c;
        block[3] = d;
    }
}
