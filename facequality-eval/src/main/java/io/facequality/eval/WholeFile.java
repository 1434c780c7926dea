package io.facequality.eval;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all: written under another name in the same folder, then renamed. */
final class WholeFile {

    private WholeFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * Writes a file, and its folder where that is missing; an earlier file gives way.
     *
     * @throws StorageException if it cannot be written; nothing of it is left
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    static void replace(Path file, Content content) {
        Workers.requireUninterrupted();
        Path folder = file.toAbsolutePath().getParent();
        Path unfinished = folder.resolve(".facequality-" + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(
                        unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                    content.writeTo(stream);
                }
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static StorageException unwritable(Path file, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot write the file", file.toString(), "a folder that takes it", failure.toString(),
                        "Free some space, or name another folder."),
                failure);
    }
}
