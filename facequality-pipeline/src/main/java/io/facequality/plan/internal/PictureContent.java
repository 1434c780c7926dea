package io.facequality.plan.internal;

import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.UnreadFormat;
import io.facequality.internal.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Tells pictures from other files by their first bytes, whatever they are called. */
final class PictureContent {

    private PictureContent() {}

    /**
     * Looks at a file's first bytes.
     *
     * @return whether they are those of a picture
     * @throws IOException if there is no file, or it cannot be read
     */
    static boolean isIn(Path file) throws IOException {
        try (InputStream stream = RegularFile.open(file)) {
            byte[] start = stream.readNBytes(ImageHeader.SIGNATURE_BYTES);
            return ImageHeader.formatOf(start).isPresent() || UnreadFormat.of("", start).isPresent();
        }
    }
}
