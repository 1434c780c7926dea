package io.facequality.pipeline.internal;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.pipeline.FaceFolder;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * People whom the caller has sorted already: a folder with a folder for each, which has the person's name. Of a picture
 * with several faces the largest is the person's.
 *
 * @param names whose faces these are
 * @param elsewhere those of these faces that are not below the folder that is to be sorted
 */
public record KnownPeople(Map<FaceId, String> names, List<FaceRecord> elsewhere) {

    /** Nobody is known. */
    public static KnownPeople nobody() {
        return new KnownPeople(Map.of(), List.of());
    }

    /** Whether a folder of known people is read with the folder that is to be sorted. */
    public static boolean isInside(Path known, Path root) {
        return absolute(known).startsWith(absolute(root));
    }

    /**
     * Those of a folder below the one that is to be sorted.
     *
     * @param folder the faces to be sorted
     * @param known the folder of known people
     * @throws InvalidInputException if it holds nobody
     */
    public static KnownPeople inside(FaceFolder folder, Path known) {
        Path below = folder.root().relativize(absolute(known));
        return new KnownPeople(names(folder.faces(), below, known), List.of());
    }

    /**
     * Those of a folder elsewhere, whose faces go by their whole paths.
     *
     * @param known its faces
     * @throws InvalidInputException if it holds nobody
     */
    public static KnownPeople elsewhere(FaceFolder known) {
        List<FaceRecord> faces = known.faces().stream().map(face -> under(known.root(), face)).toList();
        return new KnownPeople(names(faces, known.root(), known.root()), faces);
    }

    /**
     * Checks that no decision put two of them together.
     *
     * @param found the people as they were before the decisions
     * @param reviewed a plan as the decisions leave it
     * @throws InvalidInputException if one did; the message names both
     */
    public void requireKeptApart(People found, SelectionPlan reviewed) {
        Set<String> known = new HashSet<>(names.values());
        Map<FaceId, String> whose = new HashMap<>();
        found.persons().stream()
                .filter(person -> known.contains(person.name()))
                .forEach(person -> person.faces().forEach(member -> whose.put(member.face().id(), person.name())));
        for (PlannedGroup group : reviewed.groups()) {
            List<String> together = group.faces().stream()
                    .map(face -> whose.get(face.id()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (together.size() > 1) {
                throw new InvalidInputException(new Problem(
                        "cannot do what is said of the people", group.name(), "faces of one known person",
                        "faces of " + String.join(" and ", together),
                        "Take back the decision that they are one person, or correct the folders of known people."));
            }
        }
    }

    private static FaceRecord under(Path root, FaceRecord face) {
        FaceId id = new FaceId(root.resolve(face.id().source()).toString(), face.id().face());
        return new FaceRecord(
                id, face.pictureSha256(), face.detection(), face.quality(), face.embedding(), face.embedder());
    }

    private static Map<FaceId, String> names(List<FaceRecord> faces, Path below, Path known) {
        Map<String, FaceRecord> largest = new LinkedHashMap<>();
        for (FaceRecord face : faces) {
            largest.merge(face.id().source(), face, (one, other) -> eyes(other) > eyes(one) ? other : one);
        }
        Map<FaceId, String> names = new LinkedHashMap<>();
        largest.forEach((picture, face) -> {
            Path path = Path.of(picture);
            if (below.toString().isEmpty() || path.startsWith(below)) {
                Path from = below.toString().isEmpty() ? path : below.relativize(path);
                if (from.getNameCount() > 1) {
                    names.put(face.id(), from.getName(0).toString());
                }
            }
        });
        if (names.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot learn who is known", known.toString(), "a folder of pictures for each person",
                    "no face in any folder", "Put each known person's pictures into a folder of that name."));
        }
        return names;
    }

    private static double eyes(FaceRecord face) {
        return face.eyeDistance().orElse(0);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
