package io.facequality.pipeline.internal;

import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/** Globs for paths below a folder: a plain name fits at any depth, a path from the folder on. */
public final class PathPatterns {

    private final List<PathMatcher> matchers;

    public PathPatterns(FileSystem files, List<String> patterns) {
        this.matchers = patterns.stream().map(pattern -> matcher(files, pattern)).toList();
    }

    private static PathMatcher matcher(FileSystem files, String pattern) {
        // As people know it from elsewhere: /name for the folder's own, name/ for a folder.
        String glob = pattern.replaceFirst("^/+", "").replaceFirst("/+$", "");
        if (!pattern.startsWith("/") && !glob.contains("/")) {
            PathMatcher name = files.getPathMatcher("glob:" + glob);
            return path -> name.matches(path.getFileName());
        }
        PathMatcher below = files.getPathMatcher("glob:" + glob);
        // At any depth is also at none, which Java sees otherwise.
        PathMatcher here = files.getPathMatcher("glob:" + glob.replaceFirst("^\\*\\*/", ""));
        return path -> below.matches(path) || here.matches(path);
    }

    /** Whether one of them fits. */
    boolean fit(Path belowRoot) {
        return matchers.stream().anyMatch(matcher -> matcher.matches(belowRoot));
    }
}
