package io.facequality.group.internal;

import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.internal.Clustering.Cluster;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Faces in the order of their ids, so that ordinals do not depend on the order in which they came. */
public record OrderedFaces(List<FaceRecord> faces) {

    /** The order of groups: by their first faces. */
    public static final Comparator<FaceGroup> BY_FIRST_FACE =
            Comparator.comparing(group -> group.faces().get(0).id());

    public OrderedFaces {
        faces = faces.stream().sorted(Comparator.comparing(FaceRecord::id)).toList();
        for (int i = 1; i < faces.size(); i++) {
            if (faces.get(i - 1).id().equals(faces.get(i).id())) {
                throw InvalidInputException.ofValue("OrderedFaces", "each face once", faces.get(i).id() + " twice");
            }
        }
    }

    public List<FaceGroup> groups(List<Cluster> clusters) {
        return clusters.stream()
                .map(cluster -> group(cluster.members(), cluster.widest()))
                .toList();
    }

    private FaceGroup group(IntStream members, Optional<OrdinalPair> widest) {
        return group(
                members.mapToObj(faces::get).toList(),
                widest.map(pair -> new WidestPair(
                        faces.get(pair.first()).id(), faces.get(pair.second()).id(), pair.similarity())));
    }

    /** A group of faces in order, named after the first. */
    public static FaceGroup group(List<FaceRecord> members, Optional<WidestPair> widest) {
        return new FaceGroup(name(members.get(0).id()), members, widest);
    }

    private static String name(FaceId first) {
        return first.face() == 0 ? first.source() : first.source() + "#" + first.face();
    }
}
