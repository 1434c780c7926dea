package io.facequality.distill.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HintLossTest {

    private static final int CHANNELS = 2;
    private static final float STEP = 1e-2f;

    /** Two faces of two channels and two places. */
    private static final float[][] MAPS = {{1, 3, 10, 10}, {5, 7, 10, 10}};

    @Test
    void givesNoLossForTeachersMapsUpToMeanAndScale() {
        // The first channel has mean 4 and deviation sqrt(5); the second is the same everywhere, so nothing is left of it.
        float root = (float) Math.sqrt(5);
        float[] output = {-3 / root, -1 / root, 0, 0, 1 / root, 3 / root, 0, 0};

        assertThat(HintLoss.ofStandardized(output, MAPS, CHANNELS).value()).isLessThan(1e-12);
    }

    @Test
    void whoSaysNothingLosesTheMeanOfTheVariances() {
        assertThat(HintLoss.ofStandardized(new float[8], MAPS, CHANNELS).value()).isEqualTo(0.5, within(1e-6));
    }

    @Test
    void givesNoLossForTeachersMapsThemselves() {
        assertThat(HintLoss.of(new float[] {1, 3, 10, 10, 5, 7, 10, 10}, MAPS, CHANNELS).value()).isZero();
    }

    @Test
    void differenceOfOneDeviationCountsOne() {
        float root = (float) Math.sqrt(5);
        float[] output = {1 + root, 3 + root, 10, 10, 5 + root, 7 + root, 10, 10};

        assertThat(HintLoss.of(output, MAPS, CHANNELS).value()).as("in half of the channels").isEqualTo(0.5, within(1e-6));
    }

    @Test
    void standardizedMatchesGradientByFiniteDifferences() {
        assertGradient(output -> HintLoss.ofStandardized(output, MAPS, CHANNELS));
    }

    @Test
    void matchesGradientByFiniteDifferences() {
        // Both channels differ within a batch: what is the same everywhere has next to no deviation to divide by.
        float[][] maps = {{1, 3, 10, 12}, {5, 7, 11, 13}};
        assertGradient(output -> HintLoss.of(output, maps, CHANNELS));
    }

    private static void assertGradient(Function<float[], HintLoss> loss) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[] output = new float[8];
        for (int i = 0; i < output.length; i++) {
            output[i] = (float) random.nextGaussian();
        }
        float[] gradient = loss.apply(output).gradient(3);

        for (int i = 0; i < output.length; i++) {
            float value = output[i];
            output[i] = value + STEP;
            double above = loss.apply(output).value();
            output[i] = value - STEP;
            double below = loss.apply(output).value();
            output[i] = value;
            assertThat((double) gradient[i])
                    .as("number %d, seed %d", i, seed)
                    .isEqualTo(3 * (above - below) / (2 * STEP), within(1e-3));
        }
    }
}
