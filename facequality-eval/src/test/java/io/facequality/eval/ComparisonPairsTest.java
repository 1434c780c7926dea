package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonPairsTest {

    /** Faces 0 and 3 are of person 0; 1, 2 and 5 of person 1; 4 alone. */
    private static final int[] PEOPLE = {0, 1, 1, 0, 2, 1};

    @Test
    void containsEveryPairOnceWithinLimits() {
        ComparisonPairs pairs = ComparisonPairs.ofPeople(PEOPLE, ComparisonPairs.Sampling.withSeed(0));
        assertThat(pairs.genuine()).isEqualTo(4);
        assertThat(pairs.impostor()).isEqualTo(11);
        assertThat(different(pairs)).isEqualTo(15);
        requireRightKinds(pairs, PEOPLE);
        assertThat(pairs.origin()).isEqualTo("all pairs");
    }

    @Test
    void drawsDistinctPairsBySeedBeyondLimits() {
        int[] people = IntStream.range(0, 600).map(face -> face / 6).toArray();
        for (int most : new int[] {100, 1200}) {
            ComparisonPairs.Sampling sampling = new ComparisonPairs.Sampling(most, 10 * most, 5);
            ComparisonPairs pairs = ComparisonPairs.ofPeople(people, sampling);
            assertThat(pairs.genuine()).isEqualTo(most);
            assertThat(pairs.impostor()).isEqualTo(10 * most);
            assertThat(different(pairs)).isEqualTo(11 * most);
            requireRightKinds(pairs, people);
            assertThat(set(ComparisonPairs.ofPeople(people, sampling))).isEqualTo(set(pairs));
            assertThat(set(ComparisonPairs.ofPeople(people, new ComparisonPairs.Sampling(most, 10 * most, 6))))
                    .isNotEqualTo(set(pairs));
        }
    }

    @Test
    void drawsEveryPairWithEqualProbability() {
        int[] people = {0, 0, 0, 0, 1, 1};
        int drawnOfTheSecond = 0;
        for (int seed = 0; seed < 2000; seed++) {
            ComparisonPairs pairs = ComparisonPairs.ofPeople(people, new ComparisonPairs.Sampling(1, 1, seed));
            drawnOfTheSecond += pairs.first(0) == 4 ? 1 : 0;
        }
        assertThat(drawnOfTheSecond / 2000.0).isCloseTo(1 / 7.0, within(0.03));
    }

    @Test
    void keepsOrderAndFoldsOfLabeledPairs() {
        ComparisonPairs pairs = ComparisonPairs.builder()
                .impostor(7, 8, OptionalInt.of(2))
                .genuine(1, 2, OptionalInt.empty())
                .genuine(3, 4, OptionalInt.of(0))
                .build("by hand");
        assertThat(pairs.genuine()).isEqualTo(2);
        assertThat(pairs.first(1)).isEqualTo(3);
        assertThat(pairs.second(2)).isEqualTo(8);
        assertThat(pairs.fold(0)).isEmpty();
        assertThat(pairs.fold(2)).hasValue(2);
    }

    @Test
    void rejectsMissingGenuineOrImpostorPairs() {
        assertThatThrownBy(() -> ComparisonPairs.ofPeople(new int[] {0, 1, 2}, ComparisonPairs.Sampling.withSeed(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("genuine");
        assertThatThrownBy(() -> ComparisonPairs.ofPeople(new int[] {0, 0, 0}, ComparisonPairs.Sampling.withSeed(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("impostor");
    }

    private static void requireRightKinds(ComparisonPairs pairs, int[] people) {
        for (int pair = 0; pair < pairs.size(); pair++) {
            assertThat(people[pairs.first(pair)] == people[pairs.second(pair)]).isEqualTo(pair < pairs.genuine());
            assertThat(pairs.first(pair)).isLessThan(pairs.second(pair));
        }
    }

    private static int different(ComparisonPairs pairs) {
        return set(pairs).size();
    }

    private static Set<Long> set(ComparisonPairs pairs) {
        Set<Long> set = new HashSet<>();
        for (int pair = 0; pair < pairs.size(); pair++) {
            set.add((long) pairs.first(pair) << 32 | pairs.second(pair));
        }
        return set;
    }
}
