package io.facequality.distill.training;

import io.facequality.Problem;
import io.facequality.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that hold the old content or the new, whole, whenever the process or the machine stops: written beside, forced
 * to the disk, then renamed.
 */
final class WholeFile {

    private WholeFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * Puts a file in its place, and its folder where that is missing.
     *
     * @throws StorageException if it cannot be written; what was there before is still there
     */
    static void replace(Path file, Content content) {
        // Of one name, so that what a kill leaves behind is overwritten by the next attempt.
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(stream);
                stream.flush();
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot write the file", file.toString(), "a folder that takes it", e.toString(),
                            "Free some space, or name another folder."),
                    e);
        }
    }
}
