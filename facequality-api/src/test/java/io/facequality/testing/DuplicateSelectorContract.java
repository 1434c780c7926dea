package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Decision;
import io.facequality.DuplicateSelector;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every selector. */
public abstract class DuplicateSelectorContract {

    private static final ModelId MODEL = ModelId.ofCode("contract", "1");

    protected abstract DuplicateSelector selector();

    /** A group of random faces; the same seed gives the same group. */
    public static FaceGroup group(int size, long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] values = new float[16];
            for (int d = 0; d < values.length; d++) {
                values[d] = (float) random.nextGaussian();
            }
            faces.add(new FaceRecord(
                    new FaceId("face-%03d.png".formatted(i), 0),
                    "%064x".formatted(i),
                    Optional.empty(),
                    new QualityScore(random.nextDouble(), MODEL),
                    Embedding.copyOf(values),
                    MODEL));
        }
        return new FaceGroup("group-" + seed, faces);
    }

    @Test
    void everyFaceGetsOneDecisionInTheGroupsOrder() {
        FaceGroup group = group(9, 1);
        Selection selection = selector().select(group, Keep.best(3));
        assertThat(selection.decisions()).extracting(Decision::face).isEqualTo(group.faces());
        assertThat(selection.kept()).hasSize(3);
        assertThat(selection.dropped()).hasSize(6);
    }

    @Test
    void aGroupThatIsNoLargerThanWantedIsKeptWhole() {
        for (int size = 1; size <= 3; size++) {
            Selection selection = selector().select(group(size, size), Keep.best(3));
            assertThat(selection.dropped()).isEmpty();
            assertThat(selection.objectiveValue()).isEmpty();
        }
    }

    @Test
    void eightThreadsChooseWhatOneThreadChooses() throws Exception {
        FaceGroup group = group(12, 2);
        Selection alone = selector().select(group, Keep.best(4));
        assertThat(Threads.together(() -> selector().select(group, Keep.best(4)))).containsOnly(alone);
    }

    @Test
    void theOrderOfTheFacesDoesNotChangeWhatIsKept() {
        FaceGroup group = group(10, 3);
        List<FaceRecord> shuffled = new ArrayList<>(group.faces());
        Collections.shuffle(shuffled, new Random(4));
        assertThat(keptIds(selector().select(new FaceGroup("shuffled", shuffled), Keep.best(3))))
                .containsExactlyInAnyOrderElementsOf(keptIds(selector().select(group, Keep.best(3))));
    }

    @Test
    void facesThatAreAllEqualStillGiveAFixedChoice() {
        FaceRecord model = group(1, 5).faces().get(0);
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
