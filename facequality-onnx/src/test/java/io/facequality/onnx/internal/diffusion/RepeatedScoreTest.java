package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedScoreTest {

    @Test
    void averagesFiveSimilaritiesOverRepeats() {
        Similarities means = Similarities.mean(List.of(
                new Similarities(0.1, 0.2, 0.3, 0.4, 0.5), new Similarities(0.3, 0.4, 0.5, 0.6, 0.5)));
        assertThat(means.noisy()).isCloseTo(0.2, offset(1e-12));
        assertThat(means.restored()).isCloseTo(0.3, offset(1e-12));
        assertThat(means.noisyMirrored()).isCloseTo(0.4, offset(1e-12));
        assertThat(means.restoredMirrored()).isCloseTo(0.5, offset(1e-12));
        assertThat(means.mirrored()).isCloseTo(0.5, offset(1e-12));
        assertThat(means.mean()).isCloseTo(0.38, offset(1e-12));
    }

    @Test
    void takesGeometricMeanOfTwoLossesAsBalancedScore() {
        assertThat(new Similarities(0.96, 0.64, 0, 0, 0).balanced()).isCloseTo(1 - 0.12, offset(1e-12));
        assertThat(new Similarities(1, 0.5, 0, 0, 0).balanced()).isEqualTo(1);
        assertThat(new Similarities(-1, -1, 0, 0, 0).balanced()).isEqualTo(-1);
    }

    /** Repeats of 1, 2, 3 and 6: mean 3, squares 4 + 1 + 0 + 9, so sqrt(14 / 3 / 4). */
    @Test
    void givesStandardErrorOfMeanOfRepeats() {
        assertThat(sample(false, 1, 2, 3, 6).standardError().orElseThrow())
                .isCloseTo(Math.sqrt(14.0 / 3 / 4), offset(1e-12));
    }

    /** Pairs of 1.5 and 4.5: mean 3, squares 2.25 twice, so sqrt(4.5 / 1 / 2). */
    @Test
    void countsPairsAsUnitsForAntitheticNoise() {
        RepeatedScore pairs = sample(true, 1, 2, 3, 6);
        assertThat(pairs.units()).isEqualTo(2);
        assertThat(pairs.standardError().orElseThrow()).isCloseTo(1.5, offset(1e-12));
    }

    @Test
    void givesNoErrorForSingleUnit() {
        assertThat(sample(false, 1).standardError()).isEmpty();
        assertThat(sample(true, 1, 2).standardError()).isEmpty();
    }

    private static RepeatedScore sample(boolean inPairs, double... values) {
        return new RepeatedScore(
                Arrays.stream(values)
                        .mapToObj(value -> new Similarities(value, value, value, value, value))
                        .toList(),
                inPairs);
    }
}
