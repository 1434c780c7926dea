package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks, before long work, at the place that its results are to go to. Nothing is made or changed; a disk that fills up
 * later is found out later.
 */
public final class OutputPlace {

    private OutputPlace() {}

    /**
     * Checks that a folder is there or can be made, and takes files.
     *
     * @throws StorageException if not
     */
    public static void requireFolder(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw unusable(folder, existing + ", which is no folder");
        }
        if (!Files.isWritable(existing)) {
            throw unusable(folder, existing + ", which takes no files");
        }
    }

    /**
     * Checks that a file can be written, or written anew.
     *
     * @throws StorageException if not
     */
    public static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw unusable(file, "a folder of that name");
        }
        requireFolder(WholeFile.folderOf(file));
    }

    private static StorageException unusable(Path place, String found) {
        return new StorageException(new Problem(
                "cannot write the results",
                place.toString(),
                "a place that can be written to",
                found,
                "Name another place, or give yourself permission to write there."));
    }
}
