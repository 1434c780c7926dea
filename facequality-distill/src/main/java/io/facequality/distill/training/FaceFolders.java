package io.facequality.distill.training;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The pictures below a folder, where the folder of a picture is its person. */
final class FaceFolders {

    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff");

    private FaceFolders() {}

    /** A picture's path below the folder, with {@code /} between the parts, and its person. */
    record Picture(String path, String person) {}

    /**
     * Finds them; names that begin with a dot are passed over.
     *
     * @return at least one, in the order of their paths
     */
    static List<Picture> below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Picture> pictures = files.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(FaceFolders::isPicture)
                    .map(FaceFolders::path)
                    .sorted()
                    .map(path -> new Picture(path, person(path)))
                    .toList();
            if (pictures.isEmpty()) {
                throw new InvalidInputException(new Problem(
                        "cannot learn from the pictures", root.toString(), "a folder of pictures for each person",
                        "no picture", "Name the folder that holds the people's folders."));
            }
            return pictures;
        } catch (IOException e) {
            throw unreadable(root, e);
        } catch (UncheckedIOException e) {
            throw unreadable(root, e.getCause());
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString();
        return StreamSupport.stream(file.spliterator(), false).noneMatch(part -> part.toString().startsWith("."))
                && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String path(Path file) {
        return StreamSupport.stream(file.spliterator(), false).map(Path::toString).collect(Collectors.joining("/"));
    }

    private static String person(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "." : path.substring(0, end);
    }

    private static StorageException unreadable(Path root, IOException cause) {
        return new StorageException(
                new Problem("cannot list the pictures", root.toString(), "a readable folder", String.valueOf(cause),
                        "Check the path and its permissions."),
                cause);
    }
}
