package io.facequality.plan.internal;

import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.Companions;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the files that go along with the pictures of a plan. They are looked for on the disk: no plan names them. */
public final class CompanionFiles {

    private CompanionFiles() {}

    /**
     * A file that goes along with a picture.
     *
     * @param path its path below the root
     * @param picture that of the picture
     * @param sha256 its digest
     */
    public record CompanionFile(String path, String picture, String sha256) {}

    /**
     * Finds them. A file that belongs to several pictures goes with the last of them, and where they move, only if all
     * of them do. One that cannot be read stays where it is.
     *
     * @param root the folder that the pictures' paths start from
     * @param moves whether the pictures go away from there
     */
    public static List<CompanionFile> of(Enclosure root, List<PlannedPicture> pictures, boolean moves) {
        Companions companions = new Companions();
        Set<String> going = pictures.stream().map(PlannedPicture::path).collect(Collectors.toSet());
        Map<String, String> pictureOf = new LinkedHashMap<>();
        for (PlannedPicture picture : pictures) {
            Path file = root.path(picture.path());
            boolean alone = companions.namesakes(file).stream()
                    .allMatch(namesake -> going.contains(beside(picture.path(), namesake)));
            for (String name : companions.of(file)) {
                boolean isOwn = name.startsWith(file.getFileName() + ".");
                if (isOwn || alone || !moves) {
                    pictureOf.put(beside(picture.path(), name), picture.path());
                }
            }
        }
        going.forEach(pictureOf::remove);
        return digested(root, pictureOf);
    }

    private static String beside(String picture, String name) {
        return picture.substring(0, picture.lastIndexOf('/') + 1) + name;
    }

    private static List<CompanionFile> digested(Enclosure root, Map<String, String> pictureOf) {
        List<CompanionFile> files = new ArrayList<>();
        pictureOf.forEach((path, picture) -> {
            try {
                files.add(new CompanionFile(path, picture, Sha256.of(root.path(path))));
            } catch (IOException unreadable) {
                // It stays; the picture that it belongs to goes all the same.
            }
        });
        return files;
    }
}
