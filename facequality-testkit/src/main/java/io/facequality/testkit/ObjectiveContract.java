package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.Keep;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import io.facequality.select.Objective.PartialChoice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What holds for every {@link Objective}: values are numbers, a partial choice says what the whole choice says, and no
 * bound lies above a value. A search that relies on a wrong one keeps the wrong faces and says that they are the best.
 */
public abstract class ObjectiveContract {

    private static final double TOLERANCE = 1e-9;
    private static final int GROUPS = 12;
    private static final int MOST_FACES = 8;

    /** For the class of your tests. */
    protected ObjectiveContract() {}

    /**
     * The objective.
     *
     * @return any instance
     */
    protected abstract Objective objective();

    @Test
    void saysWhatIsMadeSmall() {
        assertThat(objective().description()).isNotBlank();
    }

    @Test
    void givesFiniteValues() {
        for (ComparedFaces faces : groups()) {
            ChoiceValue values = objective().among(faces);
            for (int[] choice : choices(faces.size())) {
                assertThat(values.value(choice)).as(named(choice)).isFinite();
            }
        }
    }

    @Test
    void leavesChoiceAsItIs() {
        for (ComparedFaces faces : groups()) {
            ChoiceValue values = objective().among(faces);
            for (int[] choice : choices(faces.size())) {
                int[] given = choice.clone();
                values.value(given);
                values.lowerBound(faces.size(), given);
                assertThat(given).containsExactly(choice);
            }
        }
    }

    @Test
    void givesEightThreadsSameValues() throws Exception {
        ComparedFaces faces = groups().get(0);
        ChoiceValue values = objective().among(faces);
        List<Double> alone = values(values, faces.size());
        assertThat(SeveralThreads.together(() -> values(values, faces.size()))).containsOnly(alone);
    }

    @Test
    void givesPartialChoiceValueOfWholeChoice() {
        Random random = new Random(1);
        for (ComparedFaces faces : groups()) {
            ChoiceValue values = objective().among(faces);
            for (int[] choice : choices(faces.size())) {
                double value = values.value(choice);
                assertThat(built(values.partialChoice(choice.length), shuffled(choice, random)))
                        .as(named(choice))
                        .isCloseTo(value, within(tolerance(value)));
            }
        }
    }

    @Test
    void forgetsFacesThatAreTakenOffPartialChoice() {
        Random random = new Random(2);
        for (ComparedFaces faces : groups()) {
            ChoiceValue values = objective().among(faces);
            for (int[] choice : choices(faces.size())) {
                List<Integer> order = shuffled(choice, random);
                PartialChoice used = values.partialChoice(choice.length);
                int[] others = others(choice, faces.size());
                IntStream.of(others).forEach(used::push);
                IntStream.of(others).forEach(other -> used.pop());
                assertThat(built(used, order))
                        .as(named(choice))
                        .isEqualTo(built(values.partialChoice(choice.length), order));
            }
        }
    }

    @Test
    void boundsNoValueFromAbove() {
        for (ComparedFaces faces : groups()) {
            ChoiceValue values = objective().among(faces);
            for (int[] choice : choices(faces.size())) {
                double value = values.value(choice);
                for (int[] partial : parts(choice)) {
                    assertThat(values.lowerBound(choice.length, partial))
                            .as("bound of choices of %d faces with %s, such as %s", choice.length, named(partial), named(choice))
                            .isLessThanOrEqualTo(value + tolerance(value));
                }
            }
        }
    }

    private static double tolerance(double value) {
        return TOLERANCE * (1 + Math.abs(value));
    }

    private static String named(int[] choice) {
        return "the faces " + IntStream.of(choice).boxed().toList();
    }

    private static List<Double> values(ChoiceValue values, int size) {
        return choices(size).stream().map(values::value).toList();
    }

    /** What a partial choice says of all faces once only the last one is missing. */
    private static double built(PartialChoice partial, List<Integer> order) {
        int last = order.size() - 1;
        order.subList(0, last).forEach(partial::push);
        return partial.valueWith(order.get(last));
    }

    private static List<Integer> shuffled(int[] choice, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.of(choice).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }

    /** Faces that are not chosen, as many as searches put onto a pile before they ask for a value. */
    private static int[] others(int[] choice, int size) {
        return IntStream.range(0, size)
                .filter(face -> IntStream.of(choice).noneMatch(chosen -> chosen == face))
                .limit(choice.length - 1)
                .toArray();
    }

    /** Every choice that leaves a face out. */
    private static List<int[]> choices(int size) {
        int[] all = IntStream.range(0, size).toArray();
        return parts(all).stream().filter(choice -> choice.length > 0).toList();
    }

    /** Everything that has fewer of the faces, and nothing at all. */
    private static List<int[]> parts(int[] choice) {
        return IntStream.range(0, (1 << choice.length) - 1)
                .mapToObj(bits -> IntStream.range(0, choice.length)
                        .filter(place -> (bits >> place & 1) == 1)
                        .map(place -> choice[place])
                        .toArray())
                .toList();
    }

    private static List<ComparedFaces> groups() {
        return IntStream.range(0, GROUPS)
                .mapToObj(seed -> {
                    int size = 2 + seed % (MOST_FACES - 1);
                    return compared(seed % 2 == 0 ? RandomFaces.group(size, seed) : RandomFaces.oddGroup(size, seed));
                })
                .toList();
    }

    /** Faces as a selector shows them to an objective. */
    private static ComparedFaces compared(FaceGroup group) {
        Looking looking = new Looking(new ArrayList<>());
        FaceSelector.builder().objective(looking).build().select(group, Keep.best(1));
        return looking.seen.get(0);
    }

    /** Remembers the faces that it is shown. */
    private record Looking(List<ComparedFaces> seen) implements Objective {

        @Override
        public String description() {
            return "nothing";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            seen.add(faces);
            return kept -> 0;
        }
    }
}
