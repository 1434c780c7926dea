package io.facequality.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DuplicateSelector;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.Keep;
import io.facequality.Optimality;
import io.facequality.QualityWeighting;
import io.facequality.Selection;
import io.facequality.Verdict;
import io.facequality.testing.DuplicateSelectorContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceSelectorTest extends DuplicateSelectorContract {

    @Override
    protected DuplicateSelector selector() {
        return FaceSelector.builder().objective(Objective.central()).build();
    }

    @Nested
    class WithSeveralThreadsAndQualityWeights extends DuplicateSelectorContract {
        @Override
        protected DuplicateSelector selector() {
            return FaceSelector.builder().objective(Objective.central())
                    .representation(Representation.QUALITY_WEIGHTED)
                    .threads(3)
                    .build();
        }
    }

    @Nested
    class WithTheHeuristicSearch extends DuplicateSelectorContract {
        @Override
        protected DuplicateSelector selector() {
            return FaceSelector.builder().search(SearchMethod.SWAP).evaluationBudget(14).build();
        }
    }

    @Test
    void aGroupThatIsKeptWholeHasARepresentativeAndDistancesButNoValue() {
        FaceGroup group = Groups.of(new float[][] {{2, 0}, {0, 3}}, new double[] {0.5, 0.25});
        Selection selection = selector().select(group, Keep.best(5));
        assertThat(selection.representative().toArray()).containsExactly(0.5, 0.5);
        assertThat(selection.optimality()).isEqualTo(new Optimality.Proven());
        assertThat(selection.evaluations()).isZero();
        assertThat(selection.search()).isEqualTo("no search, since the group is no larger than the number to keep");
        assertThat(selection.verdicts()).extracting(Verdict::distanceToNearestKept).containsOnly(Math.sqrt(2));
        assertThat(selection.verdicts()).extracting(Verdict::reason)
                .containsExactly(
                        "kept: the group has only 2 faces and 5 were asked for; quality 0.500, rank 1 of 2",
                        "kept: the group has only 2 faces and 5 were asked for; quality 0.250, rank 2 of 2");
    }

    @Test
    void reasonsSayWhatAFaceIsToTheOthers() {
        FaceGroup group = Groups.of(
                new float[][] {{1, 0}, {0.8f, 0.6f}, {0, 1}, {0.6f, 0.8f}}, new double[] {0.1, 0.75, 0.1, 0.5});
        List<Verdict> verdicts = selector().select(group, Keep.best(1)).verdicts();
        assertThat(verdicts).extracting(Verdict::reason)
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
    void reasonsOfAHeuristicChoiceClaimNoMoreThanWasTried() {
        Selection selection = FaceSelector.builder()
                .objective(Objective.central())
                .search(SearchMethod.SWAP)
                .seed(7)
                .build()
                .select(group(30, 1), Keep.best(3));
        assertThat(selection.optimality()).isEqualTo(new Optimality.Heuristic());
        assertThat(selection.search()).isEqualTo("swap search from 16 starts with seed 7, as was asked for");
        assertThat(selection.kept())
                .allSatisfy(verdict -> assertThat(verdict.reason())
                        .startsWith("kept: with 2 others it represents the 27 left-out faces best of all choices that"
                                + " were tried"));
    }

    @Test
    void aProvenChoiceSaysWhatWasSearched() {
        Selection selection = selector().select(group(20, 1), Keep.best(3));
        assertThat(selection.search()).isEqualTo("exhaustive search: all 1,140 combinations were evaluated, since 1,140"
                + " combinations are within the budget of 125,000,000");
        assertThat(selection.objective())
                .isEqualTo("weighted mean distance of the left-out faces to the mean of the kept faces");
    }

    @Test
    void anExactCopyIsCalledSoByTheNameOfItsFileOnOneLine() {
        FaceRecord original = Groups.face("people/anna/a\nb.jpg", new float[] {1, 2}, 0.5);
        FaceRecord copy = new FaceRecord(
                new FaceId("people/anna/copy.jpg", 0),
                original.pictureSha256(),
                original.detection(),
                original.quality(),
                original.embedding());
        Selection selection = selector().select(new FaceGroup("anna", List.of(original, copy)), Keep.best(1));
        assertThat(selection.dropped()).extracting(Verdict::reason)
                .containsExactly("dropped: an exact copy of the kept a\uFFFDb.jpg (quality 0.500); quality 0.500,"
                        + " rank 2 of 2");
    }

    @ParameterizedTest
    @EnumSource(Representation.class)
    void anyNumberOfThreadsGivesTheSameSelection(Representation representation) {
        FaceGroup group = group(24, 6);
        FaceSelector.Builder builder = FaceSelector.builder().objective(Objective.central()).representation(representation);
        Selection expected = builder.build().select(group, Keep.best(5));
        Selection heuristic = builder.search(SearchMethod.SWAP)
                .evaluationBudget(20_000)
                .build()
                .select(group, Keep.best(5));
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(builder.threads(threads).build().select(group, Keep.best(5))).isEqualTo(expected);
            assertThat(builder.threads(threads)
                            .search(SearchMethod.SWAP)
                            .evaluationBudget(20_000)
                            .build()
                            .select(group, Keep.best(5)))
                    .isEqualTo(heuristic);
        }
    }

    @Test
    void theSwapSearchFindsTheBestOfAModerateGroup() {
        FaceGroup group = group(24, 6);
        Selection proven = selector().select(group, Keep.best(4));
        Selection heuristic = FaceSelector.builder()
                .objective(Objective.central())
                .search(SearchMethod.SWAP)
                .build()
                .select(group, Keep.best(4));
        assertThat(heuristic.objectiveValue()).isEqualTo(proven.objectiveValue());
    }

    @Test
    void manyCopiesGiveTheFirstOnesOfTheHighestQuality() {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            copies.add(Groups.face("copy-%02d".formatted(i), new float[] {0.1f, 0.7f, 0.3f}, i % 10 == 5 ? 0.9 : 0.2));
        }
        Collections.reverse(copies);
        Selection selection = selector().select(new FaceGroup("copies", copies), Keep.best(5));
        assertThat(selection.objectiveValue()).hasValue(0);
        assertThat(selection.kept()).extracting(verdict -> verdict.face().id().source())
                .containsExactly("copy-35", "copy-25", "copy-15", "copy-05", "copy-00");
    }

    @ParameterizedTest
    @EnumSource(Representation.class)
    void facesThatAllWeighNothingCountTheSame(Representation representation) {
        FaceGroup group = group(9, 8);
        FaceSelector.Builder builder = FaceSelector.builder().objective(Objective.central()).representation(representation);
        Selection uniform = builder.weighting(QualityWeighting.uniform()).build().select(group, Keep.best(3));
        Selection zero = builder.weighting(score -> 0).build().select(group, Keep.best(3));
        assertThat(Groups.keptPlaces(zero)).isEqualTo(Groups.keptPlaces(uniform));
        assertThat(zero.representative()).isEqualTo(uniform.representative());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-9, 1e9, 1e300})
    void onlyTheRatiosOfWeightsMatter(double factor) {
        FaceGroup group = group(10, 9);
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
    void aWeightThatIsNoneNamesTheFace(double weight) {
        DuplicateSelector selector = FaceSelector.builder().objective(Objective.central()).weighting(score -> weight).build();
        for (int count : new int[] {1, 9}) {
            assertThatThrownBy(() -> selector.select(group(3, 1), Keep.best(count)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("face-000.png")
                    .hasMessageContaining("a finite weight of at least 0, found " + weight)
                    .hasMessageContaining("QualityWeighting.atLeast");
        }
    }

    @Test
    void aGroupWhosePairsDoNotFitIntoMemoryIsRefusedWithTheLimit() {
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
    void interruptingTheCallerEndsTheSearch(int threads) throws Exception {
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
                selector.select(group(40, 1), Keep.best(20));
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
    void oneFaceIsKept() {
        FaceGroup group = Groups.of(new float[][] {{3}}, new double[] {-2});
        Verdict verdict = selector().select(group, Keep.best(1)).verdicts().get(0);
        assertThat(verdict.kept()).isTrue();
        assertThat(verdict.distanceToRepresentative()).isZero();
        assertThat(verdict.distanceToNearestKept()).isInfinite();
    }

    @Test
    void theLengthOfAnEmbeddingDoesNotMatter() {
        FaceGroup group = group(9, 3);
        List<FaceRecord> stretched = new ArrayList<>();
        for (FaceRecord face : group.faces()) {
            float[] values = face.embedding().toArray();
            for (int d = 0; d < values.length; d++) {
                values[d] *= 1 << stretched.size();
            }
            stretched.add(new FaceRecord(
                    face.id(), face.pictureSha256(), face.detection(), face.quality(), Embedding.copyOf(values)));
        }
        Selection expected = selector().select(group, Keep.best(3));
        Selection actual = selector().select(new FaceGroup(group.name(), stretched), Keep.best(3));
        assertThat(actual.objectiveValue()).isEqualTo(expected.objectiveValue());
        assertThat(Groups.keptPlaces(actual)).isEqualTo(Groups.keptPlaces(expected));
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        FaceSelector.Builder builder = FaceSelector.builder().objective(Objective.central());
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0)).withMessageContaining("found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.evaluationBudget(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.evaluationBudget(Long.MAX_VALUE));
    }

    @Test
    void itNamesEverySettingThatHasAPartInTheChoice() {
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
