package io.facequality.pipeline;

import io.facequality.ImageSource;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.internal.Sha256;
import io.facequality.opencv.ImageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds pictures in folders: every file that its name's ending or its first bytes make a picture. Symbolic links are
 * followed. The order is by path, whatever order the file system lists them in.
 *
 * <p>A folder that cannot be looked into, or a link that leads back to a folder above it, does not end the search: it
 * becomes a source that cannot be opened, and so a rejection that names it.
 */
public final class PictureFinder {

    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "tif", "tiff");

    /** macOS puts a file of this name beside each picture on foreign disks. */
    private static final String RESOURCE_FORK_PREFIX = "._";

    private PictureFinder() {}

    /**
     * The pictures below a folder, identified by their paths from there, with {@code /} between the parts.
     *
     * @param root the folder
     * @param excluded folders that are not entered, such as the one that results are written to
     * @return the pictures, in the order of their identifiers
     * @throws InvalidInputException if the root is no folder
     */
    public static List<ImageSource> below(Path root, List<Path> excluded) {
        if (!Files.isDirectory(root)) {
            throw new InvalidInputException(new Problem(
                    "cannot look for pictures",
                    root.toString(),
                    "a folder",
                    Files.exists(root) ? "a file" : "nothing",
                    "Name a folder that holds pictures, or folders of pictures."));
        }
        Walk walk = new Walk(root, excluded.stream().map(PictureFinder::real).toList());
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new IllegalStateException("the walk keeps every failure as data", e);
        }
        walk.found.sort(Comparator.comparing(ImageSource::id));
        return walk.found;
    }

    /**
     * The pictures at some paths, identified by those paths: a file as it is, whatever it holds, and what is below a
     * folder.
     *
     * @param paths files and folders
     * @return the pictures, in the order of the paths; those of one folder in the order of their identifiers
     * @throws InvalidInputException if there is nothing at a path
     */
    public static List<ImageSource> at(List<Path> paths) {
        List<ImageSource> found = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                for (ImageSource source : below(path, List.of())) {
                    found.add(ImageSource.encoded(
                            path.resolve(source.id()).toString(), ((ImageSource.Encoded) source)::open));
                }
            } else if (Files.exists(path)) {
                found.add(ImageSource.of(path));
            } else {
                throw new InvalidInputException(new Problem(
                        "cannot look for pictures", path.toString(), "a file or a folder", "nothing", "Check the path."));
            }
        }
        return found;
    }

    /**
     * The digest of a picture's bytes, by which a picture is known again wherever it lies.
     *
     * @param picture a picture that is encoded
     * @return 64 lower-case hexadecimal digits; empty if it cannot be read, or came decoded
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static Optional<String> sha256(ImageSource picture) {
        if (!(picture instanceof ImageSource.Encoded encoded)) {
            return Optional.empty();
        }
        try (InputStream stream = encoded.open()) {
            return Optional.of(Sha256.of(stream));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The folder that a picture found {@link #below} a root lies in; that of a picture in the root itself is ".". */
    static String folder(String id) {
        int end = id.lastIndexOf('/');
        return end < 0 ? "." : id.substring(0, end);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Not there yet, so it cannot be met on the walk either.
            return path.toAbsolutePath().normalize();
        }
    }

    private static final class Walk extends SimpleFileVisitor<Path> {

        private final Path root;
        private final List<Path> excluded;
        private final List<ImageSource> found = new ArrayList<>();

        Walk(Path root, List<Path> excluded) {
            this.root = root;
            this.excluded = excluded;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean enter = folder.equals(root) || !excluded.contains(real(folder));
            return enter ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && isPicture(file)) {
                found.add(ImageSource.of(id(file), file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return fail(path, failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return failure == null ? FileVisitResult.CONTINUE : fail(folder, failure);
        }

        private FileVisitResult fail(Path path, IOException failure) {
            IOException reason = failure instanceof FileSystemLoopException
                    ? new IOException("a link that leads back to a folder above it")
                    : failure;
            found.add(ImageSource.encoded(id(path), () -> {
                throw reason;
            }));
            return FileVisitResult.CONTINUE;
        }

        private String id(Path path) {
            return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
        }

        private static boolean isPicture(Path file) {
            String name = file.getFileName().toString();
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return !name.startsWith(RESOURCE_FORK_PREFIX) && (ENDINGS.contains(ending) || startsLikeAPicture(file));
        }

        private static boolean startsLikeAPicture(Path file) {
            try (InputStream stream = Files.newInputStream(file)) {
                return ImageHeader.formatOf(stream.readNBytes(ImageHeader.SIGNATURE_BYTES)).isPresent();
            } catch (IOException e) {
                // A file without a picture's name that cannot be read is nothing that anyone asked for.
                return false;
            }
        }
    }
}
