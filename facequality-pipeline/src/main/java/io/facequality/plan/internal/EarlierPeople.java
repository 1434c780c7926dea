package io.facequality.plan.internal;

import io.facequality.DetectedFace.Box;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who was found before: what a {@code people.json} says, so that people keep their names. A picture is known by its
 * content, wherever it lies now, and a face by its place in the picture, whatever else a detector finds there.
 */
public final class EarlierPeople {

    /** The boxes of one face that two detectors found share more than this. */
    private static final double SAME_FACE = 0.5;

    private final Map<String, List<Earlier>> byPicture;

    private EarlierPeople(Map<String, List<Earlier>> byPicture) {
        this.byPicture = byPicture;
    }

    private record Earlier(String person, String picture, String sha256, int face, Optional<Box> box) {

        boolean isOf(FaceRecord found) {
            return box.isPresent() && found.detection().isPresent()
                    ? overlap(found) > SAME_FACE
                    : box.isEmpty() && found.detection().isEmpty() && face == found.id().face();
        }

        double overlap(FaceRecord found) {
            return box.isPresent() && found.detection().isPresent()
                    ? box.get().overlap(found.detection().get().box())
                    : 0;
        }
    }

    /**
     * Reads a file.
     *
     * @throws io.facequality.FaceQualityException.StorageException if it cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if it is no list of people; the message says
     *     where it is wrong
     */
    public static EarlierPeople read(Path file) {
        return JsonReader.open(file, PeopleDocument.FORMAT)
                .read(root -> new EarlierPeople(
                        root.list("people", EarlierPeople::faces).stream()
                                .flatMap(List::stream)
                                .collect(Collectors.groupingBy(Earlier::sha256))));
    }

    private static List<Earlier> faces(JsonReader person) {
        String name = person.text("name");
        return person.list("faces", face -> new Earlier(
                name,
                face.text("picture"),
                face.text("sha256"),
                face.integer("face"),
                face.optional("box").map(box -> box.read(EarlierPeople::box))));
    }

    private static Box box(JsonReader box) {
        return new Box(box.number("left"), box.number("top"), box.number("width"), box.number("height"));
    }

    /** The earlier names of those of some faces that were found before. */
    public Map<FaceId, String> names(List<FaceRecord> faces) {
        Map<FaceId, String> names = new HashMap<>();
        faces.forEach(face -> best(face).ifPresent(earlier -> names.put(face.id(), earlier.person)));
        return names;
    }

    /** The picture at the same place before its copies elsewhere; then the box that shares most. */
    private Optional<Earlier> best(FaceRecord face) {
        Stream<Earlier> candidates = byPicture.getOrDefault(face.pictureSha256(), List.of()).stream();
        return candidates
                .filter(earlier -> earlier.isOf(face))
                .max(Comparator.<Earlier, Boolean>comparing(
                                earlier -> earlier.picture.equals(face.id().source()))
                        .thenComparingDouble(earlier -> earlier.overlap(face))
                        .thenComparing(Earlier::person, Comparator.reverseOrder()));
    }
}
