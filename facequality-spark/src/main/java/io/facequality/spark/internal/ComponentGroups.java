package io.facequality.spark.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Reason;
import io.facequality.group.PersonGrouper;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.EmbeddingGrouper;
import io.facequality.group.internal.people.FoundGroups;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes groups of the faces of one component. */
@FunctionalInterface
interface ComponentGroups {

    List<KindOfGroup> of(List<FaceRecord> faces);

    /**
     * A group, and what it is called among those of all components.
     *
     * @param group its name is that within the component
     * @param kind what its name starts with
     * @param numberedBy groups of a kind are numbered in the order of these faces
     */
    record KindOfGroup(FaceGroup group, String kind, FaceId numberedBy) {

        static KindOfGroup ofFirstFace(FaceGroup group, String kind) {
            return new KindOfGroup(group, kind, group.faces().get(0).id());
        }
    }

    static List<KindOfGroup> ofNearDuplicates(List<FaceRecord> faces, Clustering clustering) {
        return new EmbeddingGrouper(clustering, SimilaritySearch.exact(1), new Workers(1))
                .group(faces).stream().map(group -> KindOfGroup.ofFirstFace(group, "group")).toList();
    }

    static List<KindOfGroup> ofPeople(List<FaceRecord> faces, SentCalibration calibration) {
        People people = PersonGrouper.builder(calibration.calibration(faces.size())).build().people(faces);
        Map<String, FaceId> numberedBy =
                people.persons().stream().collect(Collectors.toMap(Person::name, ComponentGroups::firstOwn));
        return FoundGroups.of(people, new Workers(1)).stream()
                .map(group -> numberedBy.containsKey(group.name())
                        ? new KindOfGroup(group, "person", numberedBy.get(group.name()))
                        : KindOfGroup.ofFirstFace(group, "unknown"))
                .toList();
    }

    /** People have their numbers before the bad faces are put to them. */
    private static FaceId firstOwn(Person person) {
        return person.faces().stream()
                .filter(member -> member.reason() == Reason.ALIKE)
                .map(Member::face)
                .map(FaceRecord::id)
                .findFirst()
                .orElseThrow();
    }
}
