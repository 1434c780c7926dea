package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** The ignore files that a walk came by: patterns, one on each line, for what lies below a file's folder. */
final class IgnoreFiles {

    private static final String NAME = ".facequalityignore";

    /** By the folder that the file lies in. */
    private final Map<Path, PathPatterns> patterns = new HashMap<>();

    /**
     * Reads a folder's ignore file, if there is one.
     *
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if a line is no pattern
     */
    void read(Path folder, List<Path> entries) {
        Path file = folder.resolve(NAME);
        if (entries.contains(file) && Files.isRegularFile(file)) {
            patterns.put(folder, new PathPatterns(folder.getFileSystem(), lines(file)));
        }
    }

    private static List<String> lines(Path file) {
        List<String> lines = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String pattern = line.strip();
                if (!pattern.isEmpty() && !pattern.startsWith("#")) {
                    requireGlob(file, number, pattern);
                    lines.add(pattern);
                }
            }
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot read the ignore file", file.toString(), "lines of text in UTF-8",
                            WholeFile.reason(e), "Correct the file, or take it away."),
                    e);
        }
        return lines;
    }

    private static void requireGlob(Path file, int number, String pattern) {
        try {
            file.getFileSystem().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    new Problem(
                            "cannot use the pattern", file + ", line " + number,
                            "a glob such as backup or *.tmp.jpg or 2019/**", pattern,
                            "Correct the line, or put # before it."),
                    e);
        }
    }

    /** Whether a file of a folder above fits. */
    boolean fit(Path path) {
        for (Path folder = path.getParent(); folder != null && !patterns.isEmpty(); folder = folder.getParent()) {
            PathPatterns own = patterns.get(folder);
            if (own != null && own.fit(folder.relativize(path))) {
                return true;
            }
        }
        return false;
    }
}
