package io.facequality.distill.internal.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.internal.labels.GoldenDistillation;
import io.facequality.distill.internal.labels.LabelOptimization;
import io.facequality.testing.GoldenData;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

class DistillationLossTest {

    @Nested
    @ParameterizedClass
    @EnumSource(GoldenData.class)
    class AgainstThePublishedLosses {

        private final JsonNode expected;
        private final DistillationLoss loss;
        private final DistillationLoss.Batch batch;

        AgainstThePublishedLosses(GoldenData data) {
            this.expected = new GoldenDistillation(data).json("expected-losses.json");
            this.loss = new DistillationLoss(
                    expected.get("theta").asDouble(), expected.get("epsilon").asDouble());
            this.batch = new DistillationLoss.Batch(
                    matrix("features"),
                    GoldenDistillation.floats(expected.get("predicted")),
                    matrix("teacher"),
                    matrix("centre"),
                    doubles(expected.get("label")));
        }

        @Test
        void theTrainingLossesAgree() {
            LossValue value = loss.train(batch);

            assertThat(value.total()).isEqualTo(expected.get("loss").asDouble(), within(1e-6));
            assertThat(value.consistency()).isEqualTo(expected.get("consistency_loss").asDouble(), within(1e-6));
            assertThat(value.quality()).isEqualTo(expected.get("quality_loss").asDouble(), within(1e-6));
        }

        @Test
        void theValidationLossUsesThePlainLabel() {
            double plain = expected.get("validation_quality_loss").asDouble();

            assertThat(loss.validate(batch).quality()).isEqualTo(plain, within(1e-6));
        }

        @Test
        void optimizedLabelsAgree() {
            double[] labels = doubles(expected.get("label"));
            double[] optimized = doubles(expected.get("optimised_label"));
            double epsilon = expected.get("epsilon").asDouble();
            for (int face = 0; face < labels.length; face++) {
                Embedding features = Embedding.copyOf(matrix("features")[face]);
                double distance = 1 - features.cosine(Embedding.copyOf(matrix("centre")[face]));
                assertThat(LabelOptimization.optimize(labels[face], distance, epsilon))
                        .isEqualTo(optimized[face], within(1e-6));
            }
        }

        @Test
        void theGradientsAgree() {
            LossValue value = loss.train(batch);

            assertThat(value.scoreGradient())
                    .containsExactly(GoldenDistillation.floats(expected.get("gradient_predicted")), within(1e-6f));
            for (int face = 0; face < batch.size(); face++) {
                assertThat(value.featureGradient()[face])
                        .containsExactly(
                                GoldenDistillation.floats(expected.get("gradient_features").get(face)), within(1e-6f));
            }
        }

        private float[][] matrix(String name) {
            float[][] rows = new float[expected.get(name).size()][];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = GoldenDistillation.floats(expected.get(name).get(row));
            }
            return rows;
        }
    }

    @Test
    void givesSlopeOfConsistencyLossAsGradient() {
        Random random = new Random(5);
        float[][] features = {gaussian(random, 6), gaussian(random, 6)};
        float[][] teacher = {gaussian(random, 6), gaussian(random, 6)};
        DistillationLoss loss = new DistillationLoss(1, 0);
        float[][] gradient = loss.train(batch(features, teacher)).featureGradient();

        float step = 1e-3f;
        float[][] ahead = {features[0].clone(), features[1].clone()};
        ahead[1][3] += step;
        float[][] behind = {features[0].clone(), features[1].clone()};
        behind[1][3] -= step;
        double slope = (loss.train(batch(ahead, teacher)).total() - loss.train(batch(behind, teacher)).total())
                / (2 * step);

        assertThat((double) gradient[1][3]).isEqualTo(slope, within(1e-4));
    }

    private static DistillationLoss.Batch batch(float[][] features, float[][] teacher) {
        return new DistillationLoss.Batch(features, new float[2], teacher, teacher, new double[2]);
    }

    private static float[] gaussian(Random random, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void rejectsShareAboveOne() {
        assertThatThrownBy(() -> new DistillationLoss(1.5, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("theta: expected a share from 0 to 1, found 1.5");
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
