package io.facequality.plan.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.Companions;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import io.facequality.plan.internal.CompanionFiles.CompanionFile;
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
 * @param companions the files that went along with them
 */
public record UndoFile(Path folder, Path root, List<Moved> pictures, List<Moved> companions) {

    private static final String FORMATS = "facequality-undo/";

    private static final String FORMAT = FORMATS + "3";

    /** Knew pictures alone. */
    private static final String FORMAT_OF_PICTURES = FORMATS + "2";

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
    public static Path write(
            Path folder, Path root, List<PlannedPicture> pictures, List<CompanionFile> companions) {
        for (int number = 1; ; number++) {
            Path file = folder.resolve(number == 1 ? STEM + ".json" : STEM + "-" + number + ".json");
            try {
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    WholeFile.write(file, WholeFile.Existing.KEEP, stream -> PrettyJson.write(Document.of(root, pictures, companions), stream));
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
    private record Document(String format, String root, List<Moved> pictures, List<Moved> companions) {

        static Document of(Path root, List<PlannedPicture> pictures, List<CompanionFile> companions) {
            return new Document(
                    FORMAT,
                    root.toString(),
                    pictures.stream().map(picture -> new Moved(picture.path(), picture.sha256())).toList(),
                    companions.stream().map(file -> new Moved(file.path(), file.sha256())).toList());
        }
    }

    public static UndoFile read(Path file) {
        Path folder = WholeFile.folderOf(file.toAbsolutePath().normalize());
        if (JsonReader.format(file).equals(EARLIER_FORMAT)) {
            return readEarlier(JsonReader.open(file, EARLIER_FORMAT), folder);
        }
        boolean isOfPictures = JsonReader.format(file).equals(FORMAT_OF_PICTURES);
        JsonReader undo = JsonReader.open(file, isOfPictures ? FORMAT_OF_PICTURES : FORMAT);
        return new UndoFile(
                folder, undo.path("root"), moved(undo, "pictures"),
                isOfPictures ? List.of() : moved(undo, "companions"));
    }

    private static List<Moved> moved(JsonReader undo, String list) {
        return undo.list(list, file -> new Moved(file.text("picture"), file.text("sha256")));
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
        return new UndoFile(folder, roots.iterator().next(), pictures, List.of());
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
        requireNoWayOut(quarantine, ways);
        return ways;
    }

    /**
     * What moves back the files that went along with the pictures.
     *
     * @param root the folder that they came from, under the name that it has now
     * @return a way for each
     * @throws io.facequality.FaceQualityException.InvalidInputException if one goes along with none of the pictures
     */
    public List<Transfer> companionsBack(Path root) {
        Enclosure quarantine = new Enclosure(folder);
        Enclosure home = new Enclosure(root);
        List<Transfer> ways = companions.stream()
                .map(moved -> new Transfer(
                        quarantine.path(requireCompanion(moved).picture), home.path(moved.picture), moved.sha256,
                        Transfer.Kind.COMPANION))
                .toList();
        requireNoWayOut(quarantine, ways);
        return ways;
    }

    private Moved requireCompanion(Moved file) {
        int name = file.picture.lastIndexOf('/') + 1;
        boolean isCompanion = pictures.stream()
                .anyMatch(picture -> picture.picture.lastIndexOf('/') + 1 == name
                        && picture.picture.regionMatches(0, file.picture, 0, name)
                        && Companions.goesWith(file.picture.substring(name), picture.picture.substring(name)));
        if (!isCompanion) {
            throw new InvalidInputException(new Problem(
                    "cannot undo the move", file.picture, "a file that goes along with one of the pictures", "another file",
                    "Nothing was done. Do not trust this undo file."));
        }
        return file;
    }

    private static void requireNoWayOut(Enclosure quarantine, List<Transfer> ways) {
        ways.stream().map(way -> WholeFile.folderOf(way.source())).distinct().forEach(quarantine::requireNoWayOut);
    }
}
