package io.facequality.internal;

import io.facequality.Image;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, as 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private static final int BUFFER_BYTES = 1 << 16;

    private Sha256() {}

    /**
     * Digests bytes.
     *
     * @param bytes the bytes
     * @return their digest
     */
    public static String of(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    /**
     * Digests a text.
     *
     * @param text the text
     * @return the digest of its UTF-8
     */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Digests a picture that came decoded: its size, then its pixels.
     *
     * @param image the picture
     * @return its digest
     */
    public static String of(Image image) {
        MessageDigest digest = digest();
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(image.width()).putInt(image.height()).flip());
        digest.update(image.pixels());
        return hex(digest.digest());
    }

    /**
     * Digests a file, which may be large.
     *
     * @param file the file
     * @return its digest
     * @throws IOException if it cannot be read, or is no file but a pipe or the like
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static String of(Path file) throws IOException {
        try (InputStream stream = RegularFile.open(file)) {
            return of(stream);
        }
    }

    /**
     * Digests what is left of a stream, which stays open.
     *
     * @param stream the stream
     * @return its digest
     * @throws IOException if it cannot be read
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static String of(InputStream stream) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
            Interrupts.check();
            digest.update(buffer, 0, length);
        }
        return hex(digest.digest());
    }

    /**
     * Digests what is written on its way.
     *
     * @param stream where it goes
     * @return a stream before that one
     */
    public static DigestOutputStream through(OutputStream stream) {
        return new DigestOutputStream(stream, digest());
    }

    /**
     * Writes a digest as text.
     *
     * @param digest its bytes
     * @return their hexadecimal digits
     */
    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /**
     * For digests that are made of parts.
     *
     * @return one that has read nothing yet
     */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
