package io.facequality.select.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.internal.objective.GroupFaces;
import io.facequality.select.internal.search.CliqueSearch;
import io.facequality.select.internal.search.Limits;
import io.facequality.select.internal.search.RelaxableValue;
import io.facequality.select.internal.search.Relaxation;
import io.facequality.select.internal.search.Relaxer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What is proven, against brute force by the definitions. */
class ExactSearchPropertyTest {

    private static final double TOLERANCE = 1e-11;

    @Provide
    Arbitrary<RandomFaces> faces() {
        return RandomFaces.ofAtMost(14);
    }

    @Provide
    Arbitrary<RandomFaces> fewFaces() {
        return RandomFaces.ofAtMost(9);
    }

    @Property(tries = 60)
    void keepsWhatBruteForceKeepsByEveryExactSearch(
            @ForAll("faces") RandomFaces faces,
            @ForAll DefinedObjective defined,
            @ForAll @IntRange(min = 1, max = 13) int wanted,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        int count = Math.min(wanted, faces.size() - 1);
        List<Integer> best = defined.best(faces, count);
        for (SearchMethod search : new SearchMethod[] {SearchMethod.EXHAUSTIVE, SearchMethod.BRANCH_AND_BOUND}) {
            Selection selection = FaceSelector.builder()
                    .objective(defined.objective())
                    .search(search)
                    .threads(threads)
                    .build()
                    .select(faces.group(), Keep.best(count));
            assertThat(selection.optimality()).as(search.name()).isEqualTo(new Optimality.Proven());
            assertThat(Groups.keptPlaces(selection)).as(search.name()).isEqualTo(best);
            assertThat(selection.objectiveValue().orElseThrow())
                    .isCloseTo(defined.value(faces, best), within(TOLERANCE));
        }
    }

    @Property(tries = 100)
    void statesGapThatHolds(
            @ForAll("faces") RandomFaces faces,
            @ForAll DefinedObjective defined,
            @ForAll Representation representation,
            @ForAll SearchMethod search,
            @ForAll @IntRange(min = 1, max = 13) int wanted,
            @ForAll @LongRange(min = 1, max = 600) long budget) {
        int count = Math.min(wanted, faces.size() - 1);
        boolean isAsDefined = defined != DefinedObjective.CENTRAL || representation == Representation.MEAN;
        BruteForce weighted = new BruteForce(faces.embeddings(), faces.qualities(), 1e-6, representation);
        double smallest = isAsDefined ? defined.smallest(faces, count) : weighted.smallestValue(count);
        Selection selection = FaceSelector.builder()
                .objective(defined.objective())
                .representation(representation)
                .search(search)
                .evaluationBudget(budget)
                .build()
                .select(faces.group(), Keep.best(count));
        List<Integer> kept = Groups.keptPlaces(selection);
        double value = selection.objectiveValue().orElseThrow();
        assertThat(kept).hasSize(count);
        assertThat(value)
                .isCloseTo(isAsDefined ? defined.value(faces, kept) : weighted.value(kept), within(TOLERANCE))
                .isGreaterThanOrEqualTo(smallest - TOLERANCE);
        if (selection.optimality() instanceof Optimality.WithinGap within) {
            assertThat(smallest).isGreaterThanOrEqualTo(value * (1 - within.gap()) - TOLERANCE);
        } else if (selection.optimality() instanceof Optimality.Proven) {
            assertThat(value).isCloseTo(smallest, within(TOLERANCE));
        }
    }

    @Property(tries = 100)
    void relaxesWithoutExcludingChoiceThatReachesTheTarget(
            @ForAll("fewFaces") RandomFaces faces,
            @ForAll DefinedObjective defined,
            @ForAll @IntRange(min = 1, max = 8) int wanted,
            @ForAll @IntRange(min = 0, max = 99) int percentile) {
        int count = Math.min(wanted, faces.size() - 1);
        GroupFaces compared = Groups.compared(new Candidates(faces.group()), Representation.MEAN);
        if (!(defined.objective().among(compared) instanceof RelaxableValue values)) {
            return;
        }
        List<int[]> choices = BruteForce.combinations(0, faces.size(), count).stream()
                .map(kept -> kept.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        double[] sorted = choices.stream().mapToDouble(values::value).sorted().toArray();
        double target = sorted[sorted.length * percentile / 100];
        Relaxer relaxer = values.relaxer(count, new Workers(1));
        assertThat(relaxer.lowerBound()).isLessThanOrEqualTo(sorted[0] + 1e-12);
        if (!relaxer.hasRelaxations()) {
            return;
        }
        List<int[]> missing = new ArrayList<>(choices);
        missing.removeIf(choice -> values.value(choice) > target);
        boolean isDone = relaxer.relax(target, choices.get(0), relaxation -> {
            missing.removeIf(choice -> relaxation.covers(choice) && sum(relaxation, choice) <= relaxation.limit());
            return true;
        });
        assertThat(isDone).isTrue();
        assertThat(missing).isEmpty();
    }

    private static double sum(Relaxation relaxation, int[] choice) {
        double sum = 0;
        for (int i = 0; i < choice.length; i++) {
            sum += relaxation.faces()[choice[i]];
            for (int l = 0; l < i; l++) {
                sum += relaxation.pairs()[choice[i]][choice[l]];
            }
        }
        return sum;
    }

    @Property(tries = 100)
    void findsWhateverIsWithinTheLimitByCliqueSearch(
            @ForAll @IntRange(min = 2, max = 11) int size,
            @ForAll @IntRange(min = 1, max = 10) int wanted,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        int count = Math.min(wanted, size - 1);
        Random random = new Random(seed);
        double[] faces = random.doubles(size, -1, 2).toArray();
        double[][] pairs = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int l = 0; l < i; l++) {
                pairs[i][l] = random.nextInt(8) == 0 ? 1e6 : random.nextDouble() * 2 - 1;
                pairs[l][i] = pairs[i][l];
            }
        }
        Relaxation relaxation = new Relaxation(faces, pairs, random.nextDouble() * 4 - 2);
        List<List<Integer>> expected = BruteForce.combinations(0, size, count).stream()
                .filter(kept -> sum(relaxation, kept.stream().mapToInt(Integer::intValue).toArray())
                        <= relaxation.limit() - 1e-4)
                .toList();
        List<List<Integer>> found = new ArrayList<>();
        class Collecting implements CliqueSearch.Visitor {
            private final List<List<Integer>> choices = new ArrayList<>();

            @Override
            public void visit(int[] choice) {
                choices.add(Arrays.stream(choice).boxed().toList());
            }
        }
        new CliqueSearch(relaxation, count)
                .search(new Workers(threads), Collecting::new, Limits.ofEvaluations(1_000_000))
                .orElseThrow()
                .visitors()
                .forEach(visitor -> found.addAll(visitor.choices));
        assertThat(found).doesNotHaveDuplicates().containsAll(expected).allSatisfy(choice -> assertThat(sum(
                        relaxation, choice.stream().mapToInt(Integer::intValue).toArray()))
                .isLessThanOrEqualTo(relaxation.limit() + 1e-4));
    }
}
