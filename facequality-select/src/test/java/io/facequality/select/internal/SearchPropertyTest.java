package io.facequality.select.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.Keep;
import io.facequality.QualityScore.QualityWeighting;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.Selection.Optimality;
import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.Objective;
import io.facequality.select.internal.objective.CentralValue;
import io.facequality.select.internal.search.ExhaustiveSearch;
import io.facequality.select.internal.search.Limits;
import io.facequality.select.internal.search.RevolvingDoor;
import io.facequality.select.internal.search.SearchResult;
import io.facequality.select.internal.search.SwapSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Searches against brute force, on groups with copies, opposite faces and equal, zero and negative qualities. */
class SearchPropertyTest {

    private static final double TOLERANCE = 1e-12;

    @Provide
    Arbitrary<RandomFaces> faces() {
        return RandomFaces.ofAtMost(12);
    }

    @Property(tries = 200)
    void keepsWhatBruteForceKeepsByExhaustiveSearch(
            @ForAll("faces") RandomFaces faces, @ForAll Representation representation, @ForAll boolean zeroWeights) {
        double floor = zeroWeights ? 0 : QualityWeighting.DEFAULT_FLOOR;
        BruteForce bruteForce = new BruteForce(faces.embeddings(), faces.qualities(), floor, representation);
        FaceSelector selector = FaceSelector.builder().objective(Objective.central())
                .representation(representation)
                .weighting(QualityWeighting.atLeast(floor))
                .build();
        for (int count = 1; count < faces.embeddings().length; count++) {
            Selection selection = selector.select(faces.group(), Keep.best(count));
            List<Integer> kept = Groups.keptPlaces(selection);
            assertThat(kept).isEqualTo(bruteForce.best(count));
            assertThat(selection.objectiveValue().orElseThrow())
                    .isCloseTo(bruteForce.value(kept), within(TOLERANCE));
            assertThat(selection.evaluations()).isEqualTo(bruteForce.combinations(count).size());
            assertThatPlacesAreThoseOf(bruteForce, selection, kept);
        }
    }

    private static void assertThatPlacesAreThoseOf(BruteForce bruteForce, Selection selection, List<Integer> kept) {
        assertThat(selection.representative().toArray()).containsExactly(bruteForce.mean(kept), within(TOLERANCE));
        List<Decision> decisions = selection.decisions();
        for (int place = 0; place < decisions.size(); place++) {
            int face = place;
            double nearest = kept.stream()
                    .filter(other -> other != face)
                    .mapToDouble(other -> bruteForce.distance(face, other))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            Decision decision = decisions.get(face);
            assertThat(decision.distanceToRepresentative())
                    .isCloseTo(bruteForce.distanceToMean(face, kept), within(TOLERANCE));
            if (Double.isInfinite(nearest)) {
                assertThat(decision.distanceToNearestKept()).isInfinite();
            } else {
                assertThat(decision.distanceToNearestKept()).isCloseTo(nearest, within(TOLERANCE));
            }
        }
    }

    @Property(tries = 100)
    void reportsTrueValueOfSwapSearch(
            @ForAll("faces") RandomFaces faces, @ForAll Representation representation, @ForAll long seed) {
        BruteForce bruteForce = new BruteForce(
                faces.embeddings(), faces.qualities(), QualityWeighting.DEFAULT_FLOOR, representation);
        FaceSelector.Builder builder =
                FaceSelector.builder().objective(Objective.central()).representation(representation).seed(seed);
        for (int count = 1; count < faces.embeddings().length; count++) {
            long budget = RevolvingDoor.count(faces.embeddings().length, count) - 1;
            Selection selection = builder.search(SearchMethod.SWAP)
                            .evaluationBudget(budget).build().select(faces.group(), Keep.best(count));
            assertThat(selection.optimality()).isEqualTo(new Optimality.Heuristic());
            assertThat(selection.kept()).hasSize(count);
            double value = selection.objectiveValue().orElseThrow();
            assertThat(value).isGreaterThanOrEqualTo(bruteForce.smallestValue(count) - TOLERANCE);
            assertThat(value).isCloseTo(bruteForce.value(Groups.keptPlaces(selection)), within(TOLERANCE));
            assertThat(selection.evaluations()).isLessThanOrEqualTo(Math.max(SwapSearch.STARTS, budget));
        }
    }

    @Property(tries = 100)
    void endsSwapSearchWhereNoSwapIsBetter(
            @ForAll("faces") RandomFaces faces, @ForAll @IntRange(min = 1, max = 11) int wanted) {
        int size = faces.embeddings().length;
        int count = Math.min(wanted, size - 1);
        BruteForce bruteForce = new BruteForce(
                faces.embeddings(), faces.qualities(), QualityWeighting.DEFAULT_FLOOR, Representation.MEAN);
        SearchResult result = new SwapSearch(new Workers(1), 1)
                .search(objective(faces), faces.qualities(), count, Limits.ofEvaluations(1_000_000));
        List<Integer> kept = Arrays.stream(result.best().ordinals()).boxed().toList();
        for (int out : kept) {
            for (int in = 0; in < size; in++) {
                if (!kept.contains(in)) {
                    int entering = in;
                    List<Integer> swapped =
                            kept.stream().map(face -> face == out ? entering : face).toList();
                    assertThat(bruteForce.value(swapped))
                            .isGreaterThanOrEqualTo(result.best().value() - 2 * TOLERANCE);
                }
            }
        }
    }

    @Property(tries = 100)
    void givesSameForAnyStretchesAsForOne(@ForAll("faces") RandomFaces faces) {
        CentralValue objective = objective(faces);
        int size = faces.embeddings().length;
        for (int count = 1; count < size; count++) {
            int[] expected = new ExhaustiveSearch(new Workers(1), 1 << 14)
                    .search(objective, faces.qualities(), count, Limits.ofEvaluations(1_000_000))
                    .best()
                    .ordinals();
            int[] split = new ExhaustiveSearch(new Workers(1), 7)
                    .search(objective, faces.qualities(), count, Limits.ofEvaluations(1_000_000))
                    .best()
                    .ordinals();
            assertThat(split).isEqualTo(expected);
        }
    }

    private static CentralValue objective(RandomFaces faces) {
        return new CentralValue(Groups.compared(new Candidates(faces.group()), Representation.MEAN));
    }

    @Property(tries = 100)
    void givesSameForFacesInAnyOrder(@ForAll("faces") RandomFaces faces, @ForAll long seed) {
        List<Integer> places = new ArrayList<>(
                IntStream.range(0, faces.embeddings().length).boxed().toList());
        Collections.shuffle(places, new Random(seed));
        FaceGroup group = faces.group();
        FaceGroup shuffled =
                new FaceGroup(group.name(), places.stream().map(group.faces()::get).toList());
        Selection expected = FaceSelector.builder().objective(Objective.central()).build().select(group, Keep.best(2));
        Selection actual = FaceSelector.builder().objective(Objective.central()).build().select(shuffled, Keep.best(2));
        assertThat(actual.decisions()).containsExactlyInAnyOrderElementsOf(expected.decisions());
        assertThat(actual.objectiveValue()).isEqualTo(expected.objectiveValue());
        assertThat(actual.representative()).isEqualTo(expected.representative());
    }
}
