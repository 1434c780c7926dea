package io.facequality.pipeline.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which folders' pictures are protected, and which are preferred, of what is read from a root and from protected folders
 * outside of it. Pictures below the root go by their paths from there, others by their absolute paths.
 */
public final class FolderOrder {

    private final Path root;
    private final List<Path> protectedFolders;
    private final List<Path> preferred;

    public FolderOrder(Path root, List<Path> protectedFolders, List<Path> preferred) {
        this.root = real(root);
        this.protectedFolders = protectedFolders.stream().map(FolderOrder::real).distinct().toList();
        this.preferred = preferred.stream().map(FolderOrder::real).toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Whoever looks for pictures there says that it is missing.
            return path.toAbsolutePath().normalize();
        }
    }

    /** The protected folders that are not below the root. */
    public List<Path> outside() {
        return protectedFolders.stream().filter(folder -> !folder.startsWith(root)).toList();
    }

    /**
     * All protected folders.
     *
     * @param nameOfRoot the root by the path that a plan has for it, which may lead over links
     * @return absolute paths; those below the root start with that name of it
     */
    public List<Path> protectedFolders(Path nameOfRoot) {
        return protectedFolders.stream()
                .map(folder -> folder.startsWith(root) ? nameOfRoot.resolve(root.relativize(folder)).normalize() : folder)
                .toList();
    }

    /** Whether a picture is never dropped. What lies below the root is its own, even if the root is in such a folder. */
    public boolean isProtected(String picture) {
        Path file = root.resolve(picture);
        return !file.startsWith(root) || protectedFolders.stream()
                .filter(folder -> folder.startsWith(root))
                .anyMatch(file::startsWith);
    }

    /** The place of the picture's folder among those preferred; after all of them for any other. */
    public int precedence(String picture) {
        Path file = root.resolve(picture);
        return IntStream.range(0, preferred.size())
                .filter(i -> file.startsWith(preferred.get(i)))
                .findFirst()
                .orElse(preferred.size());
    }

    /** The folder of a picture outside, from its protected folder on, as those below the root are named. */
    public String folder(String picture) {
        Path file = Path.of(picture);
        return outside().stream()
                .filter(file::startsWith)
                .findFirst()
                .map(folder -> PictureIdentity.folder(
                        folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/")))
                .orElse(".");
    }

    /** What had a part in a choice. */
    @Override
    public String toString() {
        return "protected " + protectedFolders + ", preferred " + preferred;
    }

    public boolean isNone() {
        return protectedFolders.isEmpty() && preferred.isEmpty();
    }
}
