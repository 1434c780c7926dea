package io.facequality.opencv;

import io.facequality.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Says whether a picture is damaged, also where a decoder makes pixels of it all the same.
 *
 * <p>Of a JPEG the coded data is read to its end, of a PNG the checksums and the compressed data. The other formats hold
 * nothing that would show damage which a decoder accepts. It takes about as long as decoding.
 */
public final class PictureDamage {

    private static final int MOST_BYTES = 256 << 20;

    private PictureDamage() {}

    /**
     * Says what is wrong with a picture.
     *
     * @param source the picture; decoded pixels are whole
     * @return what is wrong, as in "its data ends early"; empty for a whole picture
     */
    public static Optional<String> of(ImageSource source) {
        if (!(source instanceof ImageSource.Encoded encoded)) {
            return Optional.empty();
        }
        try (InputStream stream = encoded.open()) {
            byte[] bytes = stream.readNBytes(MOST_BYTES);
            return of(bytes);
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("it cannot be read");
        }
    }

    /** Says what is wrong with the content of a file. */
    static Optional<String> of(byte[] content) {
        PictureBytes bytes = new PictureBytes(content);
        try {
            return switch (ImageHeader.read(bytes).format()) {
                case JPEG -> JpegCodedData.damage(bytes);
                case PNG -> PngCodedData.damage(content);
                case WEBP, BMP, TIFF -> Optional.empty();
            };
        } catch (PictureDefect defect) {
            return Optional.of(defect.getMessage());
        }
    }
}
