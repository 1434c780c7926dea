package io.facequality.pipeline;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all: written under a temporary name in the same folder, then renamed. */
final class AtomicFile {

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /** What to do about a file that is there already. */
    enum Existing {
        /** Put the new one in its place. */
        REPLACE,
        /** Leave it, and throw {@link FileAlreadyExistsException}. */
        KEEP
    }

    /**
     * Writes a file, and its folder where that is missing.
     *
     * @throws IOException if it cannot be written; nothing of it is left
     */
    static void write(Path file, Existing existing, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Not Files.createTempFile: its files are for their owner alone, and would stay so under their final name.
        Path temporary = folder.resolve(".facequality-" + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream stream = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                content.writeTo(stream);
            }
            if (existing == Existing.REPLACE) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(temporary, file);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** As {@link #write}, for results that replace earlier ones. */
    static void replace(Path file, Content content) {
        try {
            write(file, Existing.REPLACE, content);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot write the file", file.toString(), "a folder that takes it", reason(e),
                            "Free some space, or name another folder."),
                    e);
        }
    }

    /** What the operating system said, in words. */
    static String reason(IOException failure) {
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
