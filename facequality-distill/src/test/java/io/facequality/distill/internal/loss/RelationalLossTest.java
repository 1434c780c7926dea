package io.facequality.distill.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RelationalLossTest {

    private static final int FACES = 5;
    private static final int DIMENSION = 6;
    private static final float STEP = 1e-2f;

    @Test
    void givesSquaredDifferenceOfCosinesForTwoFaces() {
        float[][] features = {{1, 0}, {3, 4}};
        float[][] teacher = {{1, 0}, {0, 2}};

        assertThat(RelationalLoss.of(features, teacher).value()).isEqualTo(0.36, within(1e-7));
    }

    @Test
    void givesNoLossForTeachersSimilarities() {
        float[][] turned = {{0, 2, 0}, {0, 0, 5}, {0, 3, 3}};
        float[][] teacher = {{1, 0, 0}, {0, 1, 0}, {1, 1, 0}};

        assertThat(RelationalLoss.of(turned, teacher).value()).isLessThan(1e-12);
    }

    @Test
    void givesNoRelationsForOneFace() {
        assertThat(RelationalLoss.of(new float[][] {{1, 0}}, new float[][] {{0, 1}}).value()).isZero();
    }

    @Test
    void matchesGradientByFiniteDifferences() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        float[][] features = drawn(random);
        float[][] teacher = drawn(random);
        float[][] gradient = new float[FACES][DIMENSION];
        RelationalLoss.of(features, teacher).addGradient(2, gradient);

        for (int face = 0; face < FACES; face++) {
            for (int i = 0; i < DIMENSION; i++) {
                float value = features[face][i];
                features[face][i] = value + STEP;
                double above = RelationalLoss.of(features, teacher).value();
                features[face][i] = value - STEP;
                double below = RelationalLoss.of(features, teacher).value();
                features[face][i] = value;
                assertThat((double) gradient[face][i])
                        .as("face %d, number %d, seed %d", face, i, seed)
                        .isEqualTo(2 * (above - below) / (2 * STEP), within(2e-3));
            }
        }
    }

    @Test
    void addsGradientToExistingOne() {
        float[][] features = {{1, 0}, {3, 4}};
        float[][] teacher = {{1, 0}, {0, 2}};
        float[][] alone = new float[2][2];
        float[][] beside = {{1, 2}, {3, 4}};
        RelationalLoss.of(features, teacher).addGradient(1, alone);
        RelationalLoss.of(features, teacher).addGradient(1, beside);

        assertThat(beside[0][1] - alone[0][1]).isEqualTo(2, within(1e-6f));
        // By hand: 4 (0.6 - 0) / 2 times the part of (0.6, 0.8) across (1, 0).
        assertThat(alone[0][0]).isEqualTo(0, within(1e-6f));
        assertThat(alone[0][1]).isEqualTo(0.96f, within(1e-6f));
    }

    private static float[][] drawn(Random random) {
        float[][] rows = new float[FACES][DIMENSION];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (2 * Math.signum(random.nextGaussian()) + random.nextGaussian() / 2);
            }
        }
        return rows;
    }
}
