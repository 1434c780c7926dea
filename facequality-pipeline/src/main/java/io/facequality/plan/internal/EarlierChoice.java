package io.facequality.plan.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.NpyFile;
import io.facequality.pipeline.internal.VideoFrames;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a folder holds of a choice that was copied there before, by the paths below it.
 *
 * @param folder the folder
 * @param pictures its pictures
 * @param vectors its representative vectors
 */
public record EarlierChoice(Path folder, List<String> pictures, List<String> vectors) {

    public static EarlierChoice in(Path folder) {
        List<String> pictures = new ArrayList<>();
        List<String> vectors = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
                    if (file.endsWith(RepresentativeFile.NAME)) {
                        vectors.add(name);
                    } else if (!WholeFile.isTemporary(file) && PictureContent.isIn(file)) {
                        pictures.add(name);
                    }
                }
            } catch (UncheckedIOException e) {
                throw unreadable(folder, Objects.requireNonNull(e.getCause()));
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
        return new EarlierChoice(folder, pictures, vectors);
    }

    private static StorageException unreadable(Path folder, IOException failure) {
        return new StorageException(
                new Problem(
                        "cannot look into the folder", folder.toString(), "a folder that can be read",
                        WholeFile.reason(failure), "Name another folder, or give yourself permission to read there."),
                failure);
    }

    /** Checks that a plan's copies would not be mixed with others. */
    public void requireNothingBut(SelectionPlan plan) {
        Set<String> planned = plan.keptPictures().stream()
                .map(picture -> VideoFrames.isFrame(plan.root(), picture.path())
                        ? picture.path() + FrameFile.ENDING
                        : picture.path())
                .collect(Collectors.toSet());
        List<String> others = new ArrayList<>(pictures);
        others.removeAll(planned);
        Map<String, String> digests = digests(plan);
        vectors.stream().filter(vector -> !isOf(vector, digests)).forEach(others::add);
        if (!others.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot put the choice there",
                    folder.toString(),
                    "an empty folder, or one that holds this very choice",
                    others.size() + " files of another choice, such as " + others.get(0),
                    "Nothing was written, and that choice with its plan is as it was. Name another folder."));
        }
    }

    private static Map<String, String> digests(SelectionPlan plan) {
        Map<String, String> digests = new HashMap<>();
        for (PlannedGroup group : plan.groups()) {
            RepresentativeFile.pathOf(group).ifPresent(path ->
                    digests.put(path, Sha256.of(NpyFile.vector(group.representative().toArray()))));
        }
        return digests;
    }

    private boolean isOf(String vector, Map<String, String> digests) {
        try {
            return Sha256.of(folder.resolve(vector)).equals(digests.get(vector));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }
}
