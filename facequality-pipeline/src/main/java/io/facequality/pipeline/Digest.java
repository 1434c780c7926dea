package io.facequality.pipeline;

import io.facequality.FaceImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests, as 64 lower-case hexadecimal digits. */
final class Digest {

    private static final int BUFFER_BYTES = 1 << 16;

    private Digest() {}

    static String of(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    /** The digest of a picture that came decoded: its size, then its pixels. */
    static String of(FaceImage image) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(image.width()).putInt(image.height()).flip());
        digest.update(image.pixels());
        return hex(digest.digest());
    }

    static String of(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return of(stream);
        }
    }

    /** The digest of what is left of a stream. */
    static String of(InputStream stream) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
            digest.update(buffer, 0, length);
        }
        return hex(digest.digest());
    }

    /** Digests what is written on its way. */
    static DigestOutputStream through(OutputStream stream) {
        return new DigestOutputStream(stream, sha256());
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
