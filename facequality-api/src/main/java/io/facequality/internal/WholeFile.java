package io.facequality.internal;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that appear whole or not at all: written under a temporary name in the same folder, then renamed. An interrupt
 * does not end a write; content that takes long asks for it itself.
 */
public final class WholeFile {

    private WholeFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes it.
         *
         * @param stream where to, buffered; it is closed afterwards
         * @throws IOException if the stream fails
         */
        void writeTo(OutputStream stream) throws IOException;
    }

    /** What to do about a file that is there already. */
    public enum Existing {
        /**
         * Put the new one in its place. It is on the disk before the old one goes, so that one of them is there even if
         * the machine stops.
         */
        REPLACE,
        /** Leave it, and throw {@link FileAlreadyExistsException}. */
        KEEP
    }

    /**
     * Writes a file, and its folder where that is missing.
     *
     * @param file the file
     * @param existing what becomes of one that is there
     * @param content what is in it
     * @throws IOException if it cannot be written; nothing of it is left, and what was there before is still there
     */
    public static void write(Path file, Existing existing, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = temporaryIn(folder);
        try {
            try (OutputStream stream = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                content.writeTo(stream);
            }
            if (existing == Existing.REPLACE) {
                forceToDisk(temporary);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(temporary, file);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Names a file that is not there yet, for content that something else writes.
     *
     * @param folder the folder
     * @return a path in it
     */
    public static Path temporaryIn(Path folder) {
        // Not Files.createTempFile: its files are for their owner alone, and would stay so under their final name.
        return folder.resolve(".facequality-" + UUID.randomUUID() + ".tmp");
    }

    private static void forceToDisk(Path file) throws IOException {
        if (file.getFileSystem() == FileSystems.getDefault()) {
            // Not a FileChannel, which an interrupt would close.
            try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
                written.getFD().sync();
            }
        }
    }

    /**
     * As {@link #write}, for results that replace earlier ones.
     *
     * @param file the file
     * @param content what is in it
     * @throws StorageException if it cannot be written; nothing of it is left, and what was there before is still there
     */
    public static void replace(Path file, Content content) {
        try {
            write(file, Existing.REPLACE, content);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Says that a file cannot be written.
     *
     * @param file the file
     * @param failure why
     * @return what to throw
     */
    public static StorageException unwritable(Path file, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot write the file", file.toString(), "a folder that takes it", reason(failure),
                        "Free some space, or name another folder."),
                failure);
    }

    /**
     * What the operating system said, in words.
     *
     * @param failure what was thrown
     * @return its reason
     */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no permission to write there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "another file in its place";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
