package io.facequality.cli.internal.select;

import io.facequality.internal.WholeFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that videos are named from.
 *
 * @param folder the deepest one that all of them lie in
 */
record VideoRoot(Path folder) {

    static VideoRoot of(List<Path> videos) {
        Path folder = absolute(videos.get(0)).getParent();
        for (Path video : videos) {
            while (folder != null && !WholeFile.folderOf(absolute(video)).startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return new VideoRoot(folder == null ? absolute(Path.of("")) : folder);
    }

    /** The path from the folder, with {@code /} between its parts. */
    String name(Path video) {
        Path path = absolute(video);
        Path relative = path.startsWith(folder) ? folder.relativize(path) : path.getFileName();
        return relative.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
