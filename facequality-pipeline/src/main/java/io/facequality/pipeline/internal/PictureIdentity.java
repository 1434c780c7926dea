package io.facequality.pipeline.internal;

import io.facequality.ImageSource;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** By what pictures are known: their folders and their digests. */
public final class PictureIdentity {

    private PictureIdentity() {}

    /** The digest of an encoded picture's bytes, or of a decoded one's pixels; empty if it cannot be read. */
    public static Optional<String> sha256(ImageSource picture) {
        if (picture instanceof ImageSource.Decoded decoded) {
            return Optional.of(Sha256.of(decoded.image()));
        }
        ImageSource.Encoded encoded = (ImageSource.Encoded) picture;
        try (InputStream stream = encoded.open()) {
            return Optional.of(Sha256.of(stream));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The folder that a picture lies in, by its identifier below a root; that of a picture in the root itself is ".". */
    public static String folder(String id) {
        int end = id.lastIndexOf('/');
        return end < 0 ? "." : id.substring(0, end);
    }
}
