package io.facequality.plan.internal;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The list of pictures that a quarantine took, from which they can be moved back. It lies in the quarantine itself and
 * names each picture by its path below that folder, which is also its path below the root that it came from: so it can
 * move no other files than those of its own folder, and the folder may have gone elsewhere in the meantime. It is
 * written before the first move, so that it is there however the moving ends; a move that it names and that never took
 * place is nothing to undo.
 *
 * @param folder the quarantine
 * @param root where its pictures came from
 * @param pictures the pictures
 */
public record UndoFile(Path folder, Path root, List<Moved> pictures) {

    private static final String FORMATS = "facequality-undo/";

    private static final String FORMAT = FORMATS + "2";

    /** Named every picture's two places as absolute paths. */
    private static final String EARLIER_FORMAT = FORMATS + "1";

    private static final String STEM = "undo";

    /**
     * One of the pictures.
     *
     * @param picture its path below both folders
     * @param sha256 its digest
     */
    private record Moved(String picture, String sha256) {}

    public static boolean isFormat(String format) {
        return format.startsWith(FORMATS);
    }

    /**
     * Writes the list of what is about to be moved, under a name that nothing has: a second quarantine in the same
     * folder, even at the same time, must not lose the way back from the first.
     *
     * @return the file
     * @throws StorageException if it cannot be written
     */
    public static Path write(Path folder, Path root, List<PlannedPicture> pictures) {
        for (int number = 1; ; number++) {
            Path file = folder.resolve(number == 1 ? STEM + ".json" : STEM + "-" + number + ".json");
            try {
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    WholeFile.write(file, WholeFile.Existing.KEEP, stream -> PrettyJson.write(Document.of(root, pictures), stream));
                    WholeFile.force(file);
                    return file;
                }
            } catch (FileAlreadyExistsException takenMeanwhile) {
                // By another run, whose list it is; the next name is as good.
            } catch (IOException e) {
                throw WholeFile.unwritable(file, e);
            }
        }
    }

    /** The content of the file; its components and their order are the format. */
    private record Document(String format, String root, List<Moved> pictures) {

        static Document of(Path root, List<PlannedPicture> pictures) {
            return new Document(
                    FORMAT,
                    root.toString(),
                    pictures.stream().map(picture -> new Moved(picture.path(), picture.sha256())).toList());
        }
    }

    public static UndoFile read(Path file) {
        Path folder = WholeFile.folderOf(file.toAbsolutePath().normalize());
        if (JsonReader.format(file).equals(EARLIER_FORMAT)) {
            return readEarlier(JsonReader.open(file, EARLIER_FORMAT), folder);
        }
        JsonReader undo = JsonReader.open(file, FORMAT);
        return new UndoFile(
                folder,
                undo.path("root"),
                undo.list("pictures", picture -> new Moved(picture.text("picture"), picture.text("sha256"))));
    }

    private static UndoFile readEarlier(JsonReader undo, Path folder) {
        Set<Path> roots = new LinkedHashSet<>();
        List<Moved> pictures = undo.list("moves", move -> {
            Path from = move.path("from");
            Path to = move.path("to");
            Path name = to.startsWith(folder) ? folder.relativize(to) : to;
            if (!from.endsWith(name)) {
                throw move.error(
                        "a picture below " + folder + ", and the same path below another folder", to + " and " + from);
            }
            roots.add(without(name, from));
            return new Moved(name.toString().replace(name.getFileSystem().getSeparator(), "/"), move.text("sha256"));
        });
        if (roots.size() != 1) {
            throw undo.error("pictures of one folder", roots.isEmpty() ? "none" : "some of " + roots);
        }
        return new UndoFile(folder, roots.iterator().next(), pictures);
    }

    private static Path without(Path end, Path path) {
        Path start = path;
        for (int i = 0; i < end.getNameCount(); i++) {
            start = WholeFile.folderOf(start);
        }
        return start;
    }

    /**
     * What moves the pictures back.
     *
     * @param root the folder that they came from, under the name that it has now
     * @return a way for each
     * @throws io.facequality.FaceQualityException.InvalidInputException if a name leads out of one of the two folders
     */
    public List<Transfer> back(Path root) {
        Enclosure quarantine = new Enclosure(folder);
        Enclosure home = new Enclosure(root);
        List<Transfer> ways = pictures.stream()
                .map(moved ->
                        new Transfer(quarantine.path(moved.picture), home.path(moved.picture), moved.sha256))
                .toList();
        ways.stream().map(way -> WholeFile.folderOf(way.source())).distinct().forEach(quarantine::requireNoWayOut);
        return ways;
    }
}
