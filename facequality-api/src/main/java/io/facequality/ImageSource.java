package io.facequality;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a picture comes from: an identifier, and either its encoded bytes or pixels that are decoded already.
 *
 * <p>Immutable and safe to share between threads. Nothing is read before a decoder asks for it, except from an {@link
 * InputStream}, which can be read but once.
 */
public sealed interface ImageSource {

    /**
     * Tells this picture from the others of one run. Ties are broken by it, and plans and messages name it.
     *
     * @return the identifier; for a file its path
     */
    String id();

    /** A picture as bytes in some format: a file, an array, or anything that can be opened again. */
    non-sealed interface Encoded extends ImageSource {
        /**
         * Opens the bytes from the start.
         *
         * @return a new stream, which the caller closes
         * @throws IOException if they cannot be read
         */
        InputStream open() throws IOException;
    }

    /**
     * A picture whose pixels are there already.
     *
     * @param id the identifier
     * @param image the pixels
     */
    record Decoded(String id, Image image) implements ImageSource {
        /** Checks that nothing is missing. */
        public Decoded {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(image, "image");
        }
    }

    /**
     * A file, identified by its path.
     *
     * @param file the path
     * @return the source; the file is opened when a decoder asks for it
     */
    static ImageSource of(Path file) {
        return of(file.toString(), file);
    }

    /**
     * A file with an identifier of its own.
     *
     * @param id the identifier
     * @param file the path
     * @return the source; the file is opened when a decoder asks for it
     */
    static ImageSource of(String id, Path file) {
        Objects.requireNonNull(file, "file");
        return encoded(id, () -> {
            // A pipe or a device would never end.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                String found = Files.isDirectory(file) ? "a folder" : "a pipe or a device";
                throw new FileSystemException(file.toString(), null, found + ", where a file is needed");
            }
            return Files.newInputStream(file);
        });
    }

    /**
     * A picture's file content in memory.
     *
     * @param id the identifier
     * @param encoded the bytes of a picture file; copied
     * @return the source
     */
    static ImageSource of(String id, byte[] encoded) {
        byte[] copy = encoded.clone();
        return encoded(id, () -> new ByteArrayInputStream(copy));
    }

    /**
     * A picture's file content from a stream, which is read to its end here and now.
     *
     * @param id the identifier
     * @param stream the bytes of a picture file; the caller closes it
     * @param maximumBytes how many bytes to take at most
     * @return the source
     * @throws IOException if the stream cannot be read, or holds more bytes than that
     */
    static ImageSource of(String id, InputStream stream, int maximumBytes) throws IOException {
        byte[] bytes = stream.readNBytes(maximumBytes);
        if (bytes.length == maximumBytes && stream.read() >= 0) {
            throw new IOException(id + ": the stream holds more than the " + maximumBytes + " bytes that were allowed");
        }
        return encoded(id, () -> new ByteArrayInputStream(bytes));
    }

    /**
     * Decoded pixels.
     *
     * @param id the identifier
     * @param image the pixels; copied
     * @return the source
     */
    static ImageSource of(String id, BufferedImage image) {
        return new Decoded(id, Image.of(image));
    }

    /**
     * Bytes from elsewhere: an archive, a database, an object store.
     *
     * @param id the identifier
     * @param opener opens the bytes from the start each time that it is called
     * @return the source
     */
    static ImageSource encoded(String id, Opener opener) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(opener, "opener");
        return new Encoded() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public InputStream open() throws IOException {
                return opener.open();
            }

            @Override
            public String toString() {
                return "ImageSource[" + id + "]";
            }
        };
    }

    /** Opens a picture's bytes. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens the bytes from the start.
         *
         * @return a new stream, which the caller closes
         * @throws IOException if they cannot be read
         */
        InputStream open() throws IOException;
    }
}
