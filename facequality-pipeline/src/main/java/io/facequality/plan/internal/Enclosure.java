package io.facequality.plan.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder that the pictures of a plan or an undo file lie below. Such a file may come from anyone, so that a name in
 * it that leads out of the folder is refused.
 *
 * @param folder the folder
 */
public record Enclosure(Path folder) {

    /**
     * Finds a picture by its name.
     *
     * @param name its path below the folder, with {@code /} between its parts
     * @return its path
     * @throws InvalidInputException if the name is no such path, or that of a temporary file, which is swept some day
     */
    public Path path(String name) {
        Path relative = relative(name);
        boolean shortest = relative.equals(relative.normalize())
                && relative.toString().replace(relative.getFileSystem().getSeparator(), "/").equals(name);
        if (name.isEmpty() || relative.getRoot() != null || relative.startsWith("..") || !shortest) {
            throw refused(name, "one that leads out of it, or takes detours");
        }
        if (WholeFile.isTemporary(relative)) {
            throw refused(name, "the name of a temporary file");
        }
        return folder.resolve(relative);
    }

    private Path relative(String name) {
        try {
            return folder.getFileSystem().getPath(name);
        } catch (InvalidPathException e) {
            throw refused(name, "one that no file can have here: " + e.getReason());
        }
    }

    /**
     * Checks that no link on the way to a file leads out of the folder.
     *
     * @param parent the folder that the file lies in, or is to lie in; it may be missing
     * @throws InvalidInputException if one does
     */
    public void requireNoWayOut(Path parent) {
        Path existing = parent;
        while (Files.notExists(existing) && !existing.equals(folder)) {
            existing = Objects.requireNonNull(existing.getParent());
        }
        try {
            if (Files.exists(existing) && !existing.toRealPath().startsWith(folder.toRealPath())) {
                throw refused(parent.toString(), "a link that leads to " + existing.toRealPath());
            }
        } catch (IOException e) {
            throw refused(parent.toString(), WholeFile.reason(e));
        }
    }

    private InvalidInputException refused(String name, String found) {
        return new InvalidInputException(new Problem(
                "cannot apply the plan",
                name,
                "a path below " + folder,
                found,
                "Nothing was done. Do not trust this plan or undo file; make the plan anew."));
    }
}
