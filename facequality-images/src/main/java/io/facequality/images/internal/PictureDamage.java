package io.facequality.images.internal;

import io.facequality.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Says whether a picture is damaged, also where a decoder makes pixels of it all the same.
 *
 * <p>Of a JPEG the coded data is read to its end, of a PNG and a TIFF the compressed data is unpacked, and a PNG's
 * checksums are compared; WebP and BMP hold nothing that would show damage which a decoder accepts, and
 * pictures of other formats and of raw files are taken as whole. An answer takes
 * about half as long as decoding, and the file's bytes; of a progressive JPEG one bit for each value besides. Pictures
 * above 250 million pixels are not looked into.
 */
public final class PictureDamage {

    private static final int MOST_BYTES = 256 << 20;
    private static final long MOST_PIXELS = 250_000_000;

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
            return of(stream.readNBytes(MOST_BYTES));
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("it cannot be read");
        }
    }

    /** Says what is wrong with the content of a file. */
    static Optional<String> of(byte[] content) {
        PictureBytes bytes = new PictureBytes(content);
        if (MorePictures.readerOf(content).isPresent() || RawPicture.in(bytes).isPresent()) {
            return Optional.empty();
        }
        try {
            ImageHeader header = ImageHeader.read(bytes);
            if (header.pixels() > MOST_PIXELS) {
                return Optional.empty();
            }
            return switch (header.format()) {
                case JPEG -> JpegCodedData.damage(bytes);
                case PNG -> PngCodedData.damage(content);
                case TIFF -> TiffCodedData.damage(content);
                case WEBP, BMP, OTHER -> Optional.empty();
            };
        } catch (PictureDefect defect) {
            return Optional.of(
                    switch (defect.kind()) {
                        case TRUNCATED -> "its end is missing";
                        case UNSUPPORTED, NOT_A_PICTURE -> "it is no picture that is read";
                        default -> "its structure is malformed";
                    });
        }
    }
}
