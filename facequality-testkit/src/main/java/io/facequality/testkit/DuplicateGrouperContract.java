package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every {@link DuplicateGrouper}. */
public abstract class DuplicateGrouperContract {

    /** For the class of your tests. */
    protected DuplicateGrouperContract() {}

    /**
     * The grouper.
     *
     * @return any instance
     */
    protected abstract DuplicateGrouper grouper();

    /**
     * Faces to group.
     *
     * @return some that belong together and some that do not, with different ids, the same each time
     */
    protected List<FaceRecord> faces() {
        return RandomFaces.oddGroup(24, 6).faces();
    }

    @Test
    void putsEachFaceIntoExactlyOneGroup() {
        List<FaceRecord> faces = faces();
        List<FaceId> grouped = grouper().group(faces).stream()
                .flatMap(group -> group.faces().stream())
                .map(FaceRecord::id)
                .toList();
        assertThat(grouped).containsExactlyInAnyOrderElementsOf(faces.stream().map(FaceRecord::id).toList());
    }

    @Test
    void leavesFaceAlone() {
        FaceRecord face = faces().get(0);
        assertThat(grouper().group(List.of(face)))
                .singleElement()
                .satisfies(group -> assertThat(group.faces()).containsExactly(face));
    }

    @Test
    void makesNoGroupsOfNoFaces() {
        assertThat(grouper().group(List.of())).isEmpty();
    }

    @Test
    void groupsSameFacesSameWay() {
        assertThat(grouper().group(faces())).isEqualTo(grouper().group(faces()));
    }
}
