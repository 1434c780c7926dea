package io.facequality.images.internal;

import io.facequality.Image;
import io.facequality.Outcome;
import java.util.Optional;
import java.util.ServiceLoader;

/** Formats of pictures that an optional module reads beside those of the built-in decoder. Safe to share between threads. */
public interface MorePictures {

    /**
     * Whether it reads a format.
     *
     * @param format one that the built-in decoder does not read
     */
    boolean reads(UnreadFormat format);

    /**
     * Reads the size of a picture, which costs little.
     *
     * @param id the picture's identifier, for messages
     * @param content the whole content of a file
     * @return the size as the picture is stored, or why it cannot be used
     */
    Outcome<Size> size(String id, byte[] content);

    /**
     * Decodes a picture, the first one of several.
     *
     * @param id the picture's identifier, for messages
     * @param content the whole content of a file, left as it is
     * @param maximumPixels a picture of more is refused before memory is taken for it
     * @return its pixels, upright, or why it cannot be used
     */
    Outcome<Image> decode(String id, byte[] content, long maximumPixels);

    /**
     * How large a picture is.
     *
     * @param width pixels in a row
     * @param height rows
     */
    record Size(int width, int height) {}

    /** What is installed, looked for once. */
    final class Installed {

        private static final Optional<MorePictures> SUPPORT =
                ServiceLoader.load(MorePictures.class, MorePictures.class.getClassLoader()).findFirst();

        private Installed() {}
    }

    /**
     * Who reads a format.
     *
     * @return empty for a format that nothing that is installed reads
     */
    static Optional<MorePictures> readerOf(UnreadFormat format) {
        return format.mayBeRead() ? Installed.SUPPORT.filter(support -> support.reads(format)) : Optional.empty();
    }

    /**
     * Who reads a file.
     *
     * @param content its content, or the first {@value ImageHeader#SIGNATURE_BYTES} bytes
     * @return empty for what nothing that is installed reads, or the built-in decoder does
     */
    static Optional<MorePictures> readerOf(byte[] content) {
        return UnreadFormat.of(new PictureBytes(content)).flatMap(MorePictures::readerOf);
    }
}
