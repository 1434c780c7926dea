package io.facequality.distill.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a learner whose weight is the number of steps that it has done. */
class TrainingLoopTest {

    @TempDir
    Path folder;

    /** Validates as it is told, epoch by epoch. */
    private static class CountingLearner implements TrainingLoop.Learner {

        private final double[] validation;
        private final List<int[]> seen = new ArrayList<>();
        private float steps;
        private int validated;

        CountingLearner(double... validation) {
            this.validation = validation;
        }

        @Override
        public double[] learn(int[] faces, int epoch, long step) {
            assertThat(step).isEqualTo((long) steps);
            steps++;
            seen.add(faces);
            return new double[] {steps, faces.length};
        }

        @Override
        public double[] validate(int[] faces) {
            return new double[] {validation[validated++], faces.length};
        }

        @Override
        public Map<String, float[]> state() {
            return Map.of("steps", new float[] {steps, validated});
        }

        @Override
        public void resume(Map<String, float[]> state) {
            steps = state.get("steps")[0];
            validated = (int) state.get("steps")[1];
        }

        @Override
        public Map<String, float[]> weights() {
            return Map.of("w", new float[] {steps});
        }
    }

    private static class Silent implements TrainingLoop.Listener {
        @Override
        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {}

        @Override
        public void onEpoch(EpochRow row) {}
    }

    /** Ten faces, of which one is for validation; three faces per step, three steps per epoch. */
    private TrainingLoop.Result run(
            int epochs, int patience, TrainingLoop.Learner learner, TrainingLoop.Listener listener) {
        TrainingLoop.Rules rules = new TrainingLoop.Rules(epochs, 3, 2, patience, 2, 7);
        return new TrainingLoop(rules, folder.resolve("checkpoint.bin"), "run")
                .run(learner, ValidationSplit.of(new double[10], 0.1), listener);
    }

    @Test
    void keepsBestEpochAndStopsAfterPatience() {
        TrainingLoop.Result result = run(9, 2, new CountingLearner(5, 3, 4, 3, 1, 1, 1), new Silent());

        assertThat(result.best()).isEqualTo(2);
        assertThat(result.epochs()).hasSize(4);
        assertThat(result.weights().get("w")).containsExactly(6);
    }

    @Test
    void rowHoldsMeanLossesOfTrainingAndValidation() {
        TrainingLoop.Result result = run(2, 9, new CountingLearner(5, 3), new Silent());

        assertThat(result.epochs())
                .containsExactly(
                        new EpochRow(1, List.of(2.0, 3.0), List.of(5.0, 1.0)),
                        new EpochRow(2, List.of(5.0, 3.0), List.of(3.0, 1.0)));
    }

    @Test
    void seesEachFaceOncePerEpochAndDefersLoneRest() {
        CountingLearner learner = new CountingLearner(5);
        new TrainingLoop(new TrainingLoop.Rules(1, 4, 2, 9, 99, 7), folder.resolve("c"), "run")
                .run(learner, ValidationSplit.of(new double[10], 0.1), new Silent());

        assertThat(learner.seen).extracting(faces -> faces.length).containsExactly(4, 4);
        assertThat(learner.seen.stream().flatMapToInt(Arrays::stream).distinct()).hasSize(8);
    }

    @Test
    void continuesInterruptedRunWithSameFacesToSameEnd() {
        CountingLearner whole = new CountingLearner(5, 4, 3);
        TrainingLoop.Result expected =
                new TrainingLoop(new TrainingLoop.Rules(3, 3, 2, 9, 2, 7), folder.resolve("whole"), "run")
                        .run(whole, ValidationSplit.of(new double[10], 0.1), new Silent());
        CountingLearner first = new CountingLearner(5, 4, 3);
        assertThatThrownBy(() -> run(3, 9, first, new Silent() {
                    @Override
                    public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
                        if (step == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }))
                .isInstanceOf(CancellationException.class);
        CountingLearner second = new CountingLearner(5, 4, 3);
        TrainingLoop.Result result = run(3, 9, second, new Silent());

        assertThat(second.seen).hasSize(4).containsExactlyElementsOf(whole.seen.subList(5, 9));
        assertThat(result.best()).isEqualTo(expected.best());
        assertThat(result.weights().get("w")).containsExactly(expected.weights().get("w"));
        assertThat(result.epochs()).isEqualTo(expected.epochs());
    }

    @Test
    void endsOnLossThatIsNotFiniteAndKeepsLastCheckpoint() {
        CountingLearner learner = new CountingLearner(5, Double.NaN);

        assertThatThrownBy(() -> run(3, 9, learner, new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the training went astray: epoch 2");
        assertThat(folder.resolve("checkpoint.bin")).exists();
    }

    @Test
    void rejectsDamagedOrForeignCheckpoint() throws Exception {
        run(1, 9, new CountingLearner(5), new Silent());
        byte[] whole = Files.readAllBytes(folder.resolve("checkpoint.bin"));

        assertThatThrownBy(() -> new TrainingLoop(
                        new TrainingLoop.Rules(1, 3, 2, 9, 2, 7), folder.resolve("checkpoint.bin"), "another"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one of another training");
        Files.write(folder.resolve("checkpoint.bin"), Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> run(1, 9, new CountingLearner(5), new Silent()))
                .hasMessageContaining("expected a whole checkpoint");
    }
}
