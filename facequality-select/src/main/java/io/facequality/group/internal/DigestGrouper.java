package io.facequality.group.internal;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups the faces of equal pictures: the same {@linkplain FaceRecord#pictureSha256 digest}, and the same place among
 * the picture's faces, since two faces of one picture are not each other's duplicates. Equal bytes only; a picture that
 * was encoded again is another one.
 *
 * <p>Cost: a sort. Immutable and safe for several threads.
 */
public final class DigestGrouper implements DuplicateGrouper {

    private record Place(String pictureSha256, int face) {}

    /** Makes the grouper; it has no settings. */
    public DigestGrouper() {}

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        Map<Place, List<FaceRecord>> byPlace = new LinkedHashMap<>();
        for (FaceRecord face : new OrderedFaces(faces).faces()) {
            byPlace.computeIfAbsent(new Place(face.pictureSha256(), face.id().face()), place -> new ArrayList<>())
                    .add(face);
        }
        return byPlace.values().stream()
                .map(members -> OrderedFaces.group(members, widest(members)))
                .toList();
    }

    private static Optional<WidestPair> widest(List<FaceRecord> members) {
        return members.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new WidestPair(members.get(0).id(), members.get(1).id(), 1));
    }
}
