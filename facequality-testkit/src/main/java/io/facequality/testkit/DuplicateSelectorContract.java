package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every {@link DuplicateSelector}. */
public abstract class DuplicateSelectorContract {

    /** For the class of your tests. */
    protected DuplicateSelectorContract() {}

    /**
     * The selector.
     *
     * @return any instance
     */
    protected abstract DuplicateSelector selector();

    @Test
    void decidesOnEachFaceInOrderOfGroup() {
        FaceGroup group = RandomFaces.group(9, 1);
        Selection selection = selector().select(group, Keep.best(3));
        assertThat(selection.group()).isEqualTo(group.name());
        assertThat(selection.decisions()).extracting(Decision::face).isEqualTo(group.faces());
        assertThat(selection.kept()).hasSize(3);
        assertThat(selection.dropped()).hasSize(6);
    }

    @Test
    void givesReasonForEachDecision() {
        Selection selection = selector().select(RandomFaces.group(9, 1), Keep.best(3));
        assertThat(selection.decisions()).extracting(Decision::reason).doesNotContain("");
    }

    @Test
    void keepsWholeGroupThatIsNoLargerThanWanted() {
        for (int size = 1; size <= 3; size++) {
            Selection selection = selector().select(RandomFaces.group(size, size), Keep.best(3));
            assertThat(selection.dropped()).isEmpty();
            assertThat(selection.objectiveValue()).isEmpty();
        }
    }

    @Test
    void choosesOnEightThreadsAsOnOne() throws Exception {
        FaceGroup group = RandomFaces.group(12, 2);
        Selection alone = selector().select(group, Keep.best(4));
        assertThat(SeveralThreads.together(() -> selector().select(group, Keep.best(4)))).containsOnly(alone);
    }

    @Test
    void keepsSameFacesInAnyOrder() {
        FaceGroup group = RandomFaces.group(10, 3);
        List<FaceRecord> shuffled = new ArrayList<>(group.faces());
        Collections.shuffle(shuffled, new Random(4));
        assertThat(keptIds(selector().select(new FaceGroup("shuffled", shuffled), Keep.best(3))))
                .containsExactlyInAnyOrderElementsOf(keptIds(selector().select(group, Keep.best(3))));
    }

    @Test
    void keepsFirstOfEqualFaces() {
        FaceRecord model = RandomFaces.group(1, 5).faces().get(0);
        List<FaceRecord> equal = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            equal.add(new FaceRecord(
                    new FaceId("equal-" + i, 0), model.pictureSha256(), model.detection(), model.quality(),
                    model.embedding(), model.embedder()));
        }
        Selection selection = selector().select(new FaceGroup("equal", equal), Keep.best(2));
        assertThat(keptIds(selection)).containsExactly(new FaceId("equal-0", 0), new FaceId("equal-1", 0));
    }

    private static List<FaceId> keptIds(Selection selection) {
        return selection.kept().stream().map(decision -> decision.face().id()).toList();
    }
}
