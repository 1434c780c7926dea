package io.facequality.benchmarks.experiments;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.images.FaceChoice;
import io.facequality.internal.Sha256;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Faces of which it is known, for most, whose they are.
 *
 * @param faces the faces
 * @param persons whose they are, for those that are labeled
 */
record PeopleSet(List<FaceRecord> faces, Map<FaceId, String> persons) {

    /** How many people are held out when the embedded model is trained. */
    static final int HELD_OUT = 300;

    /** Reads aligned crops, a folder for each person. */
    static PeopleSet crops(Path root, Optional<Path> model) {
        return read(builder(model).crop(Crop.AS_IS), root, true);
    }

    /** Reads whole pictures; of each picture of a folder the largest face is the folder's person's. */
    static PeopleSet clips(Path root, Optional<Path> model) {
        return read(builder(model).faces(FaceChoice.ALL), root, true);
    }

    /** Reads whole pictures of nobody knows whom. */
    static PeopleSet strangers(Path root, Optional<Path> model) {
        return read(builder(model).faces(FaceChoice.ALL), root, false);
    }

    private static FacePipeline.Builder builder(Optional<Path> model) {
        FacePipeline.Builder builder = FacePipeline.builder();
        model.ifPresent(file -> builder.embedder(file, ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR)));
        return builder;
    }

    private static PeopleSet read(FacePipeline.Builder builder, Path root, boolean isLabeled) {
        try (FacePipeline pipeline = builder.build()) {
            FaceFolder folder = pipeline.read(root);
            List<FaceRecord> faces = new ArrayList<>();
            Map<FaceId, String> persons = new HashMap<>();
            for (FaceGroup person : folder.people()) {
                List<FaceRecord> own = person.faces().stream().map(face -> under(root, face)).toList();
                faces.addAll(own);
                if (isLabeled) {
                    largest(own).forEach(face -> persons.put(face.id(), person.name()));
                }
            }
            return new PeopleSet(faces, persons);
        }
    }

    private static FaceRecord under(Path root, FaceRecord face) {
        FaceId id = new FaceId(root.getFileName() + "/" + face.id().source(), face.id().face());
        return new FaceRecord(
                id, face.pictureSha256(), face.detection(), face.quality(), face.embedding(), face.embedder());
    }

    private static Collection<FaceRecord> largest(List<FaceRecord> faces) {
        Map<String, FaceRecord> byPicture = new LinkedHashMap<>();
        for (FaceRecord face : faces) {
            byPicture.merge(
                    face.id().source(), face,
                    (one, other) -> other.eyeDistance().orElse(0) > one.eyeDistance().orElse(0) ? other : one);
        }
        return byPicture.values();
    }

    /** The people whose names have the smallest digests: nobody chooses. */
    Set<String> heldOut() {
        return persons.values().stream()
                .distinct()
                .sorted(Comparator.comparing(name -> Sha256.of(name.getBytes(StandardCharsets.UTF_8))))
                .limit(HELD_OUT)
                .collect(Collectors.toSet());
    }

    PeopleSet of(Predicate<String> person) {
        return new PeopleSet(
                faces.stream()
                        .filter(face -> persons.containsKey(face.id()) && person.test(persons.get(face.id())))
                        .toList(),
                persons);
    }

    PeopleSet with(PeopleSet others) {
        List<FaceRecord> all = new ArrayList<>(faces);
        all.addAll(others.faces);
        Map<FaceId, String> whose = new HashMap<>(persons);
        whose.putAll(others.persons);
        return new PeopleSet(all, whose);
    }

    List<FaceGroup> people() {
        Map<String, List<FaceRecord>> people = faces.stream()
                .filter(face -> persons.containsKey(face.id()))
                .collect(Collectors.groupingBy(face -> persons.get(face.id())));
        return people.entrySet().stream()
                .map(person -> new FaceGroup(person.getKey(), person.getValue()))
                .sorted(Comparator.comparing(FaceGroup::name))
                .toList();
    }
}
