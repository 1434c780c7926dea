package io.facequality.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DuplicateSelector;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.QualityScore.QualityWeighting;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.Selection.Optimality;
import io.facequality.select.FaceSelector.CrossValidation;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import io.facequality.select.internal.DefinedObjective;
import io.facequality.select.internal.Groups;
import io.facequality.select.internal.search.RevolvingDoor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to this selector; the contract of all selectors is tested by the testkit. */
class FaceSelectorTest {

    private static DuplicateSelector selector() {
        return FaceSelector.builder().objective(Objective.central()).build();
    }

    @Test
    void givesWholeGroupRepresentativeAndDistancesButNoValue() {
        FaceGroup group = Groups.of(new float[][] {{2, 0}, {0, 3}}, new double[] {0.5, 0.25});
        Selection selection = selector().select(group, Keep.best(5));
        assertThat(selection.representative().toArray()).containsExactly(0.5, 0.5);
        assertThat(selection.optimality()).isEqualTo(new Optimality.Proven());
        assertThat(selection.evaluations()).isZero();
        assertThat(selection.search()).isEqualTo("no search, since the group is no larger than the number to keep");
        assertThat(selection.decisions()).extracting(Decision::distanceToNearestKept).containsOnly(Math.sqrt(2));
        assertThat(selection.decisions()).extracting(Decision::reason)
                .containsExactly(
                        "kept: there are only 2 faces to choose among and 5 were asked for; quality 0.500, rank 1 of 2",
                        "kept: there are only 2 faces to choose among and 5 were asked for; quality 0.250, rank 2 of 2");
    }

    @Test
    void saysWhatFaceIsToTheOthersInReasons() {
        FaceGroup group = Groups.of(
                new float[][] {{1, 0}, {0.8f, 0.6f}, {0, 1}, {0.6f, 0.8f}}, new double[] {0.1, 0.75, 0.1, 0.5});
        List<Decision> decisions = selector().select(group, Keep.best(1)).decisions();
        assertThat(decisions).extracting(Decision::reason)
                .containsExactly(
                        "dropped: 0.894 from the kept face-03.jpg (quality 0.500), which stands for it; quality 0.100,"
                                + " rank 3 of 4",
                        "dropped: 0.283 from the kept face-03.jpg (quality 0.500), which stands for it; quality 0.750,"
                                + " rank 1 of 4",
                        "dropped: 0.632 from the kept face-03.jpg (quality 0.500), which stands for it; quality 0.100,"
                                + " rank 4 of 4",
                        "kept: it represents the 3 left-out faces best (weighted mean distance 0.384); quality 0.500,"
                                + " rank 2 of 4");
    }

    @Test
    void claimsNoMoreThanWasTriedForHeuristicChoice() {
        Selection selection = FaceSelector.builder()
                .objective(Objective.central())
                .search(SearchMethod.SWAP)
                .seed(7)
                .build()
                .select(Groups.random(30, 1), Keep.best(3));
        assertThat(selection.optimality()).isEqualTo(new Optimality.Heuristic());
        assertThat(selection.search()).isEqualTo("swap search from 16 starts with seed 7, as was asked for");
        assertThat(selection.kept())
                .allSatisfy(decision -> assertThat(decision.reason())
                        .startsWith("kept: with 2 others it represents the 27 left-out faces best of all choices that"
                                + " were tried"));
    }

    @Test
    void saysWhatWasSearchedForProvenChoice() {
        Selection selection = selector().select(Groups.random(20, 1), Keep.best(3));
        assertThat(selection.search()).isEqualTo("exhaustive search: all 1,140 combinations were evaluated, since 1,140"
                + " combinations are within the budget of 125,000,000");
        assertThat(selection.objective())
                .isEqualTo("weighted mean distance of the left-out faces to the mean of the kept faces");
    }

    @Test
    void namesFileOfExactCopyOnOneLine() {
        FaceRecord original = Groups.face("people/anna/a\nb.jpg", new float[] {1, 2}, 0.5);
        FaceRecord copy = new FaceRecord(
                new FaceId("people/anna/copy.jpg", 0),
                original.pictureSha256(),
                original.detection(),
                original.quality(),
                original.embedding(),
                original.embedder());
        Selection selection = selector().select(new FaceGroup("anna", List.of(original, copy)), Keep.best(1));
        assertThat(selection.dropped()).extracting(Decision::reason)
                .containsExactly("dropped: an exact copy of the kept a\uFFFDb.jpg (quality 0.500); quality 0.500,"
                        + " rank 2 of 2");
    }

    @ParameterizedTest
    @EnumSource(Representation.class)
    void givesSameSelectionForAnyNumberOfThreads(Representation representation) {
        FaceGroup group = Groups.random(24, 6);
        FaceSelector.Builder exact =
                FaceSelector.builder().objective(Objective.central()).representation(representation);
        FaceSelector.Builder swapping = FaceSelector.builder()
                .objective(Objective.central())
                .representation(representation)
                .search(SearchMethod.SWAP)
                .evaluationBudget(20_000);
        Selection expected = exact.build().select(group, Keep.best(5));
        Selection heuristic = swapping.build().select(group, Keep.best(5));
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(exact.threads(threads).build().select(group, Keep.best(5))).isEqualTo(expected);
            assertThat(swapping.threads(threads).build().select(group, Keep.best(5))).isEqualTo(heuristic);
        }
    }

    @Test
    void findsBestOfModerateGroupBySwapSearch() {
        FaceGroup group = Groups.random(24, 6);
        Selection proven = selector().select(group, Keep.best(4));
        Selection heuristic = FaceSelector.builder()
                .objective(Objective.central())
                .search(SearchMethod.SWAP)
                .build()
                .select(group, Keep.best(4));
        assertThat(heuristic.objectiveValue()).isEqualTo(proven.objectiveValue());
    }

    @Tag("slow")
    @Test
    void keepsFirstOfManyCopiesOfTheHighestQuality() {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            copies.add(Groups.face("copy-%02d".formatted(i), new float[] {0.1f, 0.7f, 0.3f}, i % 10 == 5 ? 0.9 : 0.2));
        }
        Collections.reverse(copies);
        Selection selection = selector().select(new FaceGroup("copies", copies), Keep.best(5));
        assertThat(selection.objectiveValue()).hasValue(0);
        assertThat(selection.kept()).extracting(decision -> decision.face().id().source())
                .containsExactly("copy-35", "copy-25", "copy-15", "copy-05", "copy-00");
    }

    @ParameterizedTest
    @EnumSource(Representation.class)
    void countsFacesThatAllWeighNothingTheSame(Representation representation) {
        FaceGroup group = Groups.random(9, 8);
        FaceSelector.Builder builder =
                FaceSelector.builder().objective(Objective.central()).representation(representation);
        Selection uniform = builder.weighting(QualityWeighting.uniform()).build().select(group, Keep.best(3));
        Selection zero = builder.weighting(score -> 0).build().select(group, Keep.best(3));
        assertThat(Groups.keptPlaces(zero)).isEqualTo(Groups.keptPlaces(uniform));
        assertThat(zero.representative()).isEqualTo(uniform.representative());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-9, 1e9, 1e300})
    void looksAtRatiosOfWeightsOnly(double factor) {
        FaceGroup group = Groups.random(10, 9);
        FaceSelector.Builder builder =
                FaceSelector.builder().objective(Objective.central()).representation(Representation.QUALITY_WEIGHTED);
        Selection expected = builder.build().select(group, Keep.best(3));
        Selection scaled = builder.weighting(score -> factor * score.value()).build().select(group, Keep.best(3));
        assertThat(Groups.keptPlaces(scaled)).isEqualTo(Groups.keptPlaces(expected));
        assertThat(scaled.objectiveValue().orElseThrow())
                .isCloseTo(expected.objectiveValue().orElseThrow(), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void namesFaceWhoseWeightIsNone(double weight) {
        DuplicateSelector selector =
                FaceSelector.builder().objective(Objective.central()).weighting(score -> weight).build();
        for (int count : new int[] {1, 9}) {
            assertThatThrownBy(() -> selector.select(Groups.random(3, 1), Keep.best(count)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("face-000.png")
                    .hasMessageContaining("a finite weight of at least 0, found " + weight)
                    .hasMessageContaining("QualityWeighting.atLeast");
        }
    }

    @Test
    void refusesGroupWhosePairsDoNotFitIntoMemory() {
        FaceRecord face = Groups.face("a", new float[] {1}, 0.5);
        FaceGroup group = new FaceGroup("huge", Collections.nCopies(100_000, face));
        assertThatThrownBy(() -> selector().select(group, Keep.best(3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("group huge")
                .hasMessageContaining("100,000 faces")
                .hasMessageContaining("-Xmx");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void endsSearchWhenCallerIsInterrupted(int threads) throws Exception {
        DuplicateSelector selector =
                FaceSelector.builder()
                        .objective(Objective.central())
                        .search(SearchMethod.EXHAUSTIVE)
                        .threads(threads)
                        .evaluationBudget(1_000_000_000_000L)
                        .build();
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            started.countDown();
            try {
                selector.select(Groups.random(40, 1), Keep.best(20));
                interrupted.complete(false);
            } catch (CancellationException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        started.await();
        caller.interrupt();
        assertThat(interrupted).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
        caller.join(TimeUnit.SECONDS.toMillis(30));
    }

    @Test
    void keepsOneFace() {
        FaceGroup group = Groups.of(new float[][] {{3}}, new double[] {-2});
        Decision decision = selector().select(group, Keep.best(1)).decisions().get(0);
        assertThat(decision.kept()).isTrue();
        assertThat(decision.distanceToRepresentative()).isZero();
        assertThat(decision.distanceToNearestKept()).isInfinite();
    }

    @Test
    void ignoresLengthOfEmbedding() {
        FaceGroup group = Groups.random(9, 3);
        List<FaceRecord> stretched = new ArrayList<>();
        for (FaceRecord face : group.faces()) {
            float[] values = face.embedding().toArray();
            for (int d = 0; d < values.length; d++) {
                values[d] *= 1 << stretched.size();
            }
            stretched.add(new FaceRecord(
                    face.id(), face.pictureSha256(), face.detection(), face.quality(), Embedding.copyOf(values),
                    face.embedder()));
        }
        Selection expected = selector().select(group, Keep.best(3));
        Selection actual = selector().select(new FaceGroup(group.name(), stretched), Keep.best(3));
        assertThat(actual.objectiveValue()).isEqualTo(expected.objectiveValue());
        assertThat(Groups.keptPlaces(actual)).isEqualTo(Groups.keptPlaces(expected));
    }

    @Test
    void keepsSettingsWhenItsBuilderGoesOn() {
        FaceSelector.Builder builder = FaceSelector.builder().seed(1);
        FaceSelector first = builder.build();
        builder.seed(2);
        builder.objective(Objective.central());
        assertThat(first.settings()).containsEntry("seed", "1").doesNotContainEntry("objective", "CENTRAL");
        assertThat(builder.build().settings()).containsEntry("seed", "2").containsEntry("objective", "CENTRAL");
    }

    @Test
    void refusesSettingsOutsideTheirRange() {
        FaceSelector.Builder builder = FaceSelector.builder().objective(Objective.central());
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.threads(0)).withMessageContaining("found 0");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.evaluationBudget(0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> builder.evaluationBudget(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @EnumSource(DefinedObjective.class)
    void givesSameProofForAnyNumberOfThreads(DefinedObjective defined) {
        FaceGroup group = Groups.random(26, 6);
        FaceSelector.Builder whole =
                FaceSelector.builder().objective(defined.objective()).search(SearchMethod.BRANCH_AND_BOUND);
        FaceSelector.Builder limited = FaceSelector.builder()
                .objective(defined.objective())
                .search(SearchMethod.BRANCH_AND_BOUND)
                .evaluationBudget(700);
        Selection expected = whole.build().select(group, Keep.best(5));
        Selection cutOff = limited.build().select(group, Keep.best(5));
        for (int threads : new int[] {2, 5}) {
            assertThat(whole.threads(threads).build().select(group, Keep.best(5))).isEqualTo(expected);
            assertThat(limited.threads(threads).build().select(group, Keep.best(5))).isEqualTo(cutOff);
        }
    }

    @ParameterizedTest
    @EnumSource(DefinedObjective.class)
    void keepsBestQualitiesInOrderOfIdsAmongEqualFaces(DefinedObjective defined) {
        FaceGroup group = equal(1, 1, 3, 1, 1, 2, 1, 1, 1, 1, 1, 1);
        for (SearchMethod search : SearchMethod.values()) {
            FaceSelector selector =
                    FaceSelector.builder().objective(defined.objective()).search(search).build();
            assertThat(Groups.keptPlaces(selector.select(group, Keep.best(3))))
                    .as(search.name())
                    .containsExactly(0, 2, 5);
        }
    }

    private static FaceGroup equal(double... qualities) {
        float[][] embeddings = new float[qualities.length][];
        Arrays.fill(embeddings, new float[] {0.25f, -2, 1});
        return Groups.of(embeddings, qualities);
    }

    @ParameterizedTest
    @EnumSource(DefinedObjective.class)
    void choosesAmongFacesThatAllWeighNothing(DefinedObjective defined) {
        FaceGroup group = Groups.random(9, 8);
        FaceSelector.Builder builder = FaceSelector.builder().objective(defined.objective());
        Selection uniform = builder.weighting(QualityWeighting.uniform()).build().select(group, Keep.best(3));
        Selection zero = builder.weighting(score -> 0).build().select(group, Keep.best(3));
        assertThat(Groups.keptPlaces(zero)).isEqualTo(Groups.keptPlaces(uniform));
    }

    @Test
    void lowersFloorThatTooFewFacesReach() {
        FaceGroup group = Groups.of(
                new float[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}}, new double[] {0.9, 0.8, 0.7, 0.1});
        Selection selection =
                FaceSelector.builder().objective(Objective.diverse(0.85)).build().select(group, Keep.best(2));
        assertThat(Groups.keptPlaces(selection)).containsExactly(0, 1);
        assertThat(selection.objectiveValue().orElseThrow()).isCloseTo(2 - Math.sqrt(2), within(1e-12));
        Selection wider =
                FaceSelector.builder().objective(Objective.diverse(0.65)).build().select(group, Keep.best(2));
        assertThat(Groups.keptPlaces(wider)).containsExactly(0, 2);
    }

    @Test
    void missesDistanceByFewestPairsWhereTooFewFacesAreLeft() {
        FaceGroup group = Groups.of(
                new float[][] {{1, 0}, {1, 0.01f}, {1, 0.02f}, {0, 1}}, new double[] {0.9, 0.8, 0.7, 0.1});
        Selection selection =
                FaceSelector.builder().objective(Objective.quality(0.5)).build().select(group, Keep.best(3));
        assertThat(Groups.keptPlaces(selection)).containsExactly(0, 1, 3);
        assertThat(selection.objectiveValue().orElseThrow()).isGreaterThan(2).isLessThan(3);
    }

    @Test
    void keepsSharpCopyInPlaceOfBlurredOneInTheMiddle() {
        FaceGroup group = Groups.of(
                new float[][] {{1, 0.1f}, {1, 0}, {1, -0.1f}, {0, 1}, {0.1f, 1}},
                new double[] {0.9, 0.2, 0.8, 0.3, 0.9});
        assertThat(Groups.keptPlaces(FaceSelector.builder().build().select(group, Keep.best(2)))).containsExactly(0, 4);
        assertThat(Groups.keptPlaces(
                        FaceSelector.builder().objective(Objective.coverage(0)).build().select(group, Keep.best(2))))
                .containsExactly(1, 4);
    }

    @Test
    void givesSameFoldsForSameSeedWithErrorOnOtherFaces() {
        FaceGroup group = Groups.random(23, 4);
        FaceSelector.Builder builder =
                FaceSelector.builder().objective(Objective.central()).crossValidation(CrossValidation.kFold(4));
        Selection selection = builder.build().select(group, Keep.best(3));
        assertThat(builder.threads(3).build().select(group, Keep.best(3))).isEqualTo(selection);
        assertThat(selection.heldOutError().orElseThrow().folds()).isEqualTo(4);
        assertThat(selection.heldOutError().orElseThrow().standardError()).isPositive();
        assertThat(selection.search()).startsWith("4-fold cross-validation with seed 0");
        assertThat(builder.seed(1).build().select(group, Keep.best(3)).heldOutError())
                .isNotEqualTo(selection.heldOutError());
    }

    @Test
    void choosesFromWholeGroupWhereFoldsLeaveTooFewFaces() {
        Selection selection = FaceSelector.builder()
                .crossValidation(CrossValidation.kFold(2))
                .build()
                .select(Groups.random(5, 4), Keep.best(3));
        assertThat(selection.kept()).hasSize(3);
        assertThat(selection.heldOutError()).isEmpty();
        assertThat(selection.search()).contains("without folds, since a fold leaves fewer faces than are wanted");
    }

    @Test
    void keepsAsManyFacesAsAreDistinct() {
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            float[] view = new float[3];
            view[i % 3] = 1;
            faces.add(Groups.face("face-%02d".formatted(i), view, 0.5));
        }
        Selection selection =
                FaceSelector.builder().build().select(new FaceGroup("three views", faces), Keep.auto(5));
        assertThat(selection.kept()).hasSize(3);
        assertThat(selection.search()).contains("3 of at most 5 faces are worth keeping").contains("5-fold");
        assertThat(selection.heldOutError().orElseThrow().folds()).isEqualTo(5);
    }

    @Test
    void findsNumberWithinItsLimitAndWhatFoldLeaves() {
        for (int size = 1; size <= 6; size++) {
            for (int atMost : new int[] {1, 3, 8}) {
                Selection selection = FaceSelector.builder().build().select(Groups.random(size, 3), Keep.auto(atMost));
                assertThat(selection.kept()).hasSizeBetween(1, Math.max(1, Math.min(atMost, size - 1)));
            }
        }
    }

    @Test
    void stopsEverySearchWithBestSoFarWhenTimeRunsOut() {
        FaceGroup group = Groups.random(60, 5);
        for (SearchMethod search : SearchMethod.values()) {
            Selection selection = FaceSelector.builder()
                    .objective(Objective.central())
                    .search(search)
                    .timeBudget(Duration.ofNanos(1))
                    .build()
                    .select(group, Keep.best(6));
            assertThat(selection.kept()).hasSize(6);
            assertThat(selection.optimality()).isNotEqualTo(new Optimality.Proven());
            assertThat(selection.search()).contains("it might stop elsewhere on another machine");
        }
    }

    @Test
    void stopsExhaustiveSearchWhenEvaluationsRunOut() {
        Selection selection = FaceSelector.builder()
                .search(SearchMethod.EXHAUSTIVE)
                .evaluationBudget(1000)
                .build()
                .select(Groups.random(30, 5), Keep.best(5));
        assertThat(selection.evaluations()).isEqualTo(1000);
        assertThat(selection.optimality()).isEqualTo(new Optimality.Heuristic());
        assertThat(selection.search()).startsWith("exhaustive search that was cut off after 1,000 combinations");
    }

    @Test
    void choosesSearchBySizeAndSaysWhy() {
        assertThat(search(Objective.central(), 20, 100_000))
                .startsWith("exhaustive search")
                .contains("within the budget");
        assertThat(search(Objective.central(), 60, 100_000_000)).startsWith("branch and bound").contains("has bounds");
        assertThat(search(new Described(), 60, 1_000_000)).startsWith("swap search").contains("exceed the budget");
        assertThat(search(new Described(), 60, 1_000)).startsWith("greedy search").contains("too little");
    }

    private record Described() implements Objective {
        @Override
        public String description() {
            return "distance";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return kept -> faces.distance(kept[0], kept[kept.length - 1]);
        }
    }

    private static String search(Objective objective, int size, long budget) {
        return FaceSelector.builder()
                .objective(objective)
                .evaluationBudget(budget)
                .build()
                .select(Groups.random(size, 5), Keep.best(5))
                .search();
    }

    @Test
    void namesObjectiveWhoseValueIsNoNumber() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Objective own = new DefinedObjective.Fixed(value);
            for (SearchMethod search : SearchMethod.values()) {
                assertThatExceptionOfType(InvalidInputException.class)
                        .isThrownBy(() -> FaceSelector.builder()
                                .objective(own)
                                .search(search)
                                .build()
                                .select(Groups.random(6, 1), Keep.best(2)))
                        .withMessageContaining("the objective fixed, found " + value);
            }
        }
    }

    @Test
    void tellsListenerHowFarSearchIs() {
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        FaceGroup group = Groups.random(30, 1);
        FaceSelector.builder()
                .search(SearchMethod.EXHAUSTIVE)
                .threads(3)
                .listener((name, evaluations, budget) -> {
                    assertThat(name).isEqualTo(group.name());
                    assertThat(budget).isEqualTo(2_500_000_000L / 30);
                    heard.add(evaluations);
                })
                .build()
                .select(group, Keep.best(4));
        assertThat(heard).isNotEmpty();
        assertThat(Collections.max(heard)).isEqualTo(RevolvingDoor.count(30, 4));
    }

    @Test
    void refusesSettingsOfObjectivesAndFoldsOutsideTheirRange() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Objective.coverage(-1)).withMessageContaining("-1.0");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Objective.coverage(Double.NaN));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Objective.diverse(Double.NaN));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Objective.quality(2.5)).withMessageContaining("2.5");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> CrossValidation.kFold(1)).withMessageContaining("1");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> FaceSelector.builder().timeBudget(Duration.ZERO));
    }

    @Test
    void namesEverySettingThatAffectsTheChoice() {
        assertThat(FaceSelector.builder().build())
                .hasToString("FaceSelector[objective=COVERAGE[qualityCost=4.0], representation=MEAN,"
                        + " weighting=max(score, 1.0E-6), search=AUTO, folds=none, evaluationBudget=by size,"
                        + " timeBudget=none, seed=0]");
        assertThat(FaceSelector.builder()
                        .objective(Objective.quality(0.5))
                        .representation(Representation.QUALITY_WEIGHTED)
                        .weighting(score -> 2)
                        .search(SearchMethod.SWAP)
                        .crossValidation(CrossValidation.kFold(4))
                        .evaluationBudget(99)
                        .timeBudget(Duration.ofSeconds(5))
                        .seed(7)
                        .build())
                .hasToString("FaceSelector[objective=QUALITY[smallestDistance=0.5], representation=QUALITY_WEIGHTED,"
                        + " weighting=" + getClass().getName() + " (lambda), search=SWAP, folds=4,"
                        + " evaluationBudget=99, timeBudget=PT5S, seed=7]");
    }
}
