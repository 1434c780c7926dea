package io.facequality.select.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DuplicateGrouper;
import io.facequality.DuplicateSelector;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.group.BestCopy;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DistinctShotsTest {

    private static final ModelId MODEL = ModelId.ofCode("test", "1");

    /** A face's shot is the first letter of its name. */
    private static final DuplicateGrouper BY_FIRST_LETTER = faces -> faces.stream()
            .collect(Collectors.groupingBy(
                    face -> face.id().source().substring(0, 1), TreeMap::new, Collectors.toList()))
            .entrySet().stream()
                    .map(shot -> new FaceGroup(shot.getKey(), shot.getValue()))
                    .toList();

    private static final DuplicateSelector HIGHEST_QUALITY =
            FaceSelector.builder().objective(Objective.quality(0)).build();

    private final DistinctShots shots = shots(HIGHEST_QUALITY);

    @Test
    void choosesAmongTheBestCopyOfEachShot() {
        Selection selection = shots.select(
                group(face("a1", 0.9, 1, 0), face("a2", 0.89, 1, 0.1f), face("b1", 0.5, 0, 1), face("b2", 0.4, 0.1f, 1)),
                Keep.best(2));
        assertThat(kept(selection)).containsExactly("a1", "b1");
        assertThat(copies(selection)).containsExactlyInAnyOrderEntriesOf(Map.of("a2", "a1", "b2", "b1"));
        assertThat(reason(selection, "a2")).startsWith("dropped: a copy of a1. ");
        assertThat(reason(selection, "a1")).startsWith("kept: ").endsWith("; the best of 2 copies");
        assertThat(selection.search()).endsWith("; among 2 shots, of which there are 4 pictures");
    }

    @Test
    void dropsShotsAndSaysOfTheirCopiesWhoseTheyAre() {
        Selection selection = shots.select(
                group(face("a1", 0.9, 1, 0), face("b1", 0.5, 0, 1), face("b2", 0.4, 0.1f, 1)), Keep.best(1));
        assertThat(kept(selection)).containsExactly("a1");
        assertThat(copies(selection)).containsExactlyInAnyOrderEntriesOf(Map.of("b2", "b1"));
    }

    @Test
    void keepsSecondCopiesWhereShotsDoNotSuffice() {
        FaceGroup group = group(
                face("a1", 0.9, 1, 0), face("a2", 0.8, 1, 0.1f), face("a3", 0.7, 1, 0.2f), face("b1", 0.5, 0, 1),
                face("b2", 0.4, 0.1f, 1));
        Selection three = shots.select(group, Keep.best(3));
        assertThat(kept(three)).containsExactly("a1", "a2", "b1");
        assertThat(reason(three, "a2")).isEqualTo("kept: a copy of a1, since there are no more than 2 shots");
        assertThat(copies(three)).containsEntry("a2", "a1");
        assertThat(kept(shots.select(group, Keep.best(4)))).containsExactly("a1", "a2", "b1", "b2");
        assertThat(kept(shots.select(group, Keep.best(9)))).containsExactly("a1", "a2", "a3", "b1", "b2");
    }

    @Test
    void givesGroupWithoutCopiesToTheChooserAsItIs() {
        FaceGroup group = group(face("a1", 0.9, 1, 0), face("b1", 0.5, 0, 1), face("c1", 0.4, 1, 1));
        assertThat(shots.select(group, Keep.best(2))).isEqualTo(HIGHEST_QUALITY.select(group, Keep.best(2)));
    }

    @Test
    void measuresFromWhatStandsForTheKeptFaces() {
        Selection selection = shots.select(
                group(face("a1", 0.9, 1, 0), face("a2", 0.89, 0, 1), face("b1", 0.5, -1, 0)), Keep.best(1));
        assertThat(selection.representative().toArray()).containsExactly(1, 0);
        assertThat(selection.decisions()).extracting(Decision::distanceToRepresentative).containsExactly(0.0, Math.sqrt(2), 2.0);
        assertThat(selection.decisions())
                .extracting(Decision::distanceToNearestKept)
                .containsExactly(Double.POSITIVE_INFINITY, Math.sqrt(2), 2.0);
    }

    @Test
    void keepsWhatIsProtectedAndChoosesTheRest() {
        DistinctShots protecting = shots.protecting(face -> face.id().source().endsWith("!"));
        FaceGroup group = group(
                face("a1", 0.9, 1, 0), face("a!", 0.3, 1, 0.1f), face("b1", 0.5, 0, 1), face("c1", 0.4, 1, 1));
        Selection two = protecting.select(group, Keep.best(2));
        assertThat(kept(two)).containsExactly("a!", "b1");
        assertThat(reason(two, "a!")).isEqualTo("kept: it is protected");
        Selection one = protecting.select(group, Keep.best(1));
        assertThat(kept(one)).containsExactly("a!");
        assertThat(reason(one, "b1")).isEqualTo("dropped: as many faces as are wanted are protected");
    }

    @Property(tries = 200)
    void neverKeepsSecondCopyWhileShotIsLeft(
            @ForAll @IntRange(min = 1, max = 12) int size, @ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            faces.add(face(
                    (char) ('a' + random.nextInt(4)) + "" + i, random.nextDouble(),
                    (float) random.nextGaussian(), (float) random.nextGaussian()));
        }
        FaceGroup group = new FaceGroup("person", faces);
        Selection selection = shots(FaceSelector.builder().build()).select(group, Keep.best(count));
        long all = faces.stream().map(DistinctShotsTest::shot).distinct().count();
        long chosen = selection.kept().stream().map(Decision::face).map(DistinctShotsTest::shot).distinct().count();
        assertThat(selection.kept()).hasSize(Math.min(count, size));
        assertThat(chosen).isEqualTo(Math.min(count, all));
        assertThat(selection.decisions()).extracting(Decision::face).isEqualTo(faces);
        assertThat(selection.dropped().stream().filter(decision -> decision.copyOf().isEmpty()).count())
                .isEqualTo(Math.max(0, all - count));
    }

    private static DistinctShots shots(DuplicateSelector chooser) {
        return new DistinctShots(BY_FIRST_LETTER, DistinctShotsTest::bestOf, chooser);
    }

    /** The best by quality, and all whose names end with an exclamation mark, those first. */
    private static Selection bestOf(FaceGroup copies, Keep keep) {
        List<FaceRecord> kept = copies.faces().stream()
                .filter(face -> face.id().source().endsWith("!"))
                .toList();
        List<BestCopy.Ranked> ranked = new BestCopy(0, face -> Optional.empty()).ranked(copies);
        List<FaceRecord> best = kept.isEmpty() ? List.of(ranked.get(0).face()) : kept;
        Selection selection = Selection.of(copies, best, face -> "It is what it is.");
        return new Selection(
                selection.group(),
                selection.decisions().stream()
                        .map(copy -> copy.kept() ? copy : copy.asCopyOf(best.get(0).id()))
                        .toList(),
                selection.representative(), selection.objective(), selection.objectiveValue(),
                selection.optimality(), selection.search(), selection.evaluations());
    }

    private static String shot(FaceRecord face) {
        return face.id().source().substring(0, 1);
    }

    private static FaceRecord face(String source, double quality, float... embedding) {
        return new FaceRecord(
                new FaceId(source, 0), "digest of " + source, Optional.empty(), new QualityScore(quality, MODEL),
                Embedding.copyOf(embedding), MODEL);
    }

    private static FaceGroup group(FaceRecord... faces) {
        return new FaceGroup("person", List.of(faces));
    }

    private static List<String> kept(Selection selection) {
        return selection.kept().stream().map(decision -> decision.face().id().source()).toList();
    }

    private static Map<String, String> copies(Selection selection) {
        return selection.decisions().stream()
                .filter(decision -> decision.copyOf().isPresent())
                .collect(Collectors.toMap(
                        decision -> decision.face().id().source(), decision -> decision.copyOf().get().source()));
    }

    private static String reason(Selection selection, String source) {
        return selection.decisions().stream()
                .filter(decision -> decision.face().id().source().equals(source))
                .map(Decision::reason)
                .findFirst()
                .orElseThrow();
    }
}
