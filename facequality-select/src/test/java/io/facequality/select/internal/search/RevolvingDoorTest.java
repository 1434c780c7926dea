package io.facequality.select.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevolvingDoorTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 11, 12})
    void givesEveryCombinationOnceAndSwapsOneFacePerStep(int n) {
        for (int k = 1; k <= n; k++) {
            List<List<Integer>> visited = walk(n, k, 0);
            assertThat(visited).hasSize((int) RevolvingDoor.count(n, k)).doesNotHaveDuplicates();
            assertThat(visited).allSatisfy(combination -> assertThat(combination).isSorted().doesNotHaveDuplicates());
            for (int i = 1; i < visited.size(); i++) {
                Set<Integer> entered = new HashSet<>(visited.get(i));
                visited.get(i - 1).forEach(entered::remove);
                assertThat(entered).hasSize(1);
            }
        }
    }

    @Test
    void goesOnInSameOrderFromWhereverItStarts() {
        for (int k = 1; k <= 7; k++) {
            List<List<Integer>> whole = walk(7, k, 0);
            for (int rank = 0; rank < whole.size(); rank++) {
                assertThat(walk(7, k, rank)).isEqualTo(whole.subList(rank, whole.size()));
            }
        }
    }

    @Test
    void leavesLargerOrdinalsWhereTheStepSays() {
        RevolvingDoor door = new RevolvingDoor(11, 5, 0);
        for (long rank = 1; rank < RevolvingDoor.count(11, 5); rank++) {
            int[] before = door.combination().clone();
            int changed = door.advance();
            assertThat(Arrays.copyOfRange(door.combination(), changed, 5))
                    .isEqualTo(Arrays.copyOfRange(before, changed, 5));
        }
    }

    @Test
    void startsWhereCountsOfSmallerCombinationsOverflow() {
        long last = RevolvingDoor.count(80, 77) - 1;
        assertThat(new RevolvingDoor(80, 77, last - 1).combination()).hasSize(77).isSorted();
        RevolvingDoor door = new RevolvingDoor(80, 77, last - 1);
        door.advance();
        assertThat(door.combination()).isEqualTo(new RevolvingDoor(80, 77, last).combination());
    }

    @Test
    void endsBehindTheLast() {
        assertThatIllegalStateException().isThrownBy(() -> new RevolvingDoor(5, 3, 9).advance());
        assertThatIllegalStateException().isThrownBy(() -> new RevolvingDoor(5, 2, 9).advance());
        assertThatIllegalStateException().isThrownBy(() -> new RevolvingDoor(5, 1, 4).advance());
    }

    @Test
    void countsExactlyUpToTheLargestNumber() {
        assertThat(RevolvingDoor.count(30, 5)).isEqualTo(142_506);
        assertThat(RevolvingDoor.count(200, 5)).isEqualTo(2_535_650_040L);
        assertThat(RevolvingDoor.count(200, 195)).isEqualTo(2_535_650_040L);
        assertThat(RevolvingDoor.count(3, 4)).isZero();
        assertThat(RevolvingDoor.count(10_000, 500)).isEqualTo(Long.MAX_VALUE);
    }

    private static List<List<Integer>> walk(int n, int k, long from) {
        RevolvingDoor door = new RevolvingDoor(n, k, from);
        List<List<Integer>> visited = new ArrayList<>();
        visited.add(Arrays.stream(door.combination()).boxed().toList());
        for (long rank = from + 1; rank < RevolvingDoor.count(n, k); rank++) {
            door.advance();
            visited.add(Arrays.stream(door.combination()).boxed().toList());
        }
        return visited;
    }
}
