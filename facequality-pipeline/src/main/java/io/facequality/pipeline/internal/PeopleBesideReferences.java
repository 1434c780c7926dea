package io.facequality.pipeline.internal;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Person;
import io.facequality.group.People.Unknown;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper;
import io.facequality.group.PersonGrouper.Constraints;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds people among faces and those of protected folders outside. A protected folder must not rename anybody. So people
 * are found without it first, and keep the names that they have then.
 */
public final class PeopleBesideReferences {

    private PeopleBesideReferences() {}

    /**
     * Finds people.
     *
     * @param faces the faces that are sorted
     * @param references those of protected folders outside; may be none
     * @return people who hold all of these faces
     */
    public static People find(
            PersonCalibration calibration,
            Constraints known,
            int threads,
            List<FaceRecord> faces,
            List<FaceRecord> references) {
        PersonGrouper.Builder settings = PersonGrouper.builder(calibration).threads(threads);
        People own = settings.constraints(known).build().people(faces);
        if (references.isEmpty()) {
            return own;
        }
        People all = settings.constraints(known.withEarlier(names(own)))
                .build()
                .people(Stream.concat(faces.stream(), references.stream()).toList());
        return new People(all.persons(), ownFirst(all.unknown(), references));
    }

    private static Map<FaceId, String> names(People people) {
        Map<FaceId, String> names = new HashMap<>();
        for (Person person : people.persons()) {
            person.faces().forEach(member -> names.put(member.face().id(), person.name()));
        }
        return names;
    }

    /** Unknown faces are numbered in their order. */
    private static List<Unknown> ownFirst(List<Unknown> unknown, List<FaceRecord> references) {
        Set<FaceId> others = new HashSet<>(references.stream().map(FaceRecord::id).toList());
        return unknown.stream()
                .sorted(Comparator.comparing(face -> others.contains(face.face().id())))
                .toList();
    }
}
