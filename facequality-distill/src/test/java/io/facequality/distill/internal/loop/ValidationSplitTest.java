package io.facequality.distill.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSplitTest {

    @Test
    void setsEveryNthFaceAsideInOrderOfLabels() {
        double[] labels = {0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4};

        ValidationSplit split = ValidationSplit.of(labels, 0.25);

        // In ascending order the faces are 1 3 5 7 6 4 2 0; the first and the fifth are taken.
        assertThat(split.validation()).containsExactly(1, 6);
        assertThat(split.training()).containsExactly(0, 2, 3, 4, 5, 7);
    }

    @Test
    void seesEachFaceOncePerEpochInOrderOfSeedAndEpoch() {
        ValidationSplit split = ValidationSplit.of(IntStream.range(0, 100).asDoubleStream().toArray(), 0.1);

        int[] order = split.shuffled(1, 1);
        assertThat(order).containsExactlyInAnyOrder(split.training()).containsExactly(split.shuffled(1, 1));
        assertThat(order).isNotEqualTo(split.shuffled(1, 2)).isNotEqualTo(split.shuffled(2, 1));
    }

    @Test
    void rejectsSplitThatLeavesNothingToLearnFrom() {
        assertThatThrownBy(() -> ValidationSplit.of(new double[] {1}, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("faces left to learn from");
    }
}
