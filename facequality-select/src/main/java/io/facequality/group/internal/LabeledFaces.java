package io.facequality.group.internal;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Faces in the order of their ids, each with its person. People are in the order of their names. Immutable. */
final class LabeledFaces {

    private final List<FaceRecord> faces;
    private final List<String> people;
    private final int[] personOf;
    private final int[] faceCounts;

    private LabeledFaces(List<FaceRecord> faces, List<String> people, int[] personOf, int[] faceCounts) {
        this.faces = faces;
        this.people = people;
        this.personOf = personOf;
        this.faceCounts = faceCounts;
    }

    static LabeledFaces of(List<FaceGroup> groups) {
        List<FaceGroup> sorted =
                groups.stream().sorted(Comparator.comparing(FaceGroup::name)).toList();
        Map<FaceRecord, Integer> personOf = new HashMap<>();
        List<FaceRecord> all = new ArrayList<>();
        for (int person = 0; person < sorted.size(); person++) {
            for (FaceRecord face : sorted.get(person).faces()) {
                personOf.put(face, person);
                all.add(face);
            }
        }
        List<FaceRecord> faces = new OrderedFaces(all).faces();
        return new LabeledFaces(
                faces,
                sorted.stream().map(FaceGroup::name).toList(),
                faces.stream().mapToInt(personOf::get).toArray(),
                sorted.stream().mapToInt(FaceGroup::size).toArray());
    }

    int size() {
        return faces.size();
    }

    FaceRecord face(int face) {
        return faces.get(face);
    }

    List<Embedding> embeddings() {
        return faces.stream().map(FaceRecord::embedding).toList();
    }

    int people() {
        return people.size();
    }

    int person(int face) {
        return personOf[face];
    }

    String name(int person) {
        return people.get(person);
    }

    int faceCount(int person) {
        return faceCounts[person];
    }
}
