package io.facequality.distill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a pupil whose weight is the number of steps that it has done. */
class TrainingCourseTest {

    @TempDir
    Path folder;

    /** Validates as it is told, epoch by epoch. */
    private static class Pupil implements TrainingCourse.Pupil {

        private final double[] validation;
        private final List<int[]> seen = new ArrayList<>();
        private float steps;
        private int validated;

        Pupil(double... validation) {
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

    private static class Silent implements TrainingCourse.Watch {
        @Override
        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {}

        @Override
        public void onEpoch(double[] row) {}
    }

    /** Ten faces of which one is set aside, three a step: three steps an epoch. */
    private TrainingCourse.Result take(
            int epochs, int patience, TrainingCourse.Pupil pupil, TrainingCourse.Watch watch) {
        TrainingCourse.Rules rules = new TrainingCourse.Rules(epochs, 3, 2, patience, 2, 7);
        return new TrainingCourse(rules, folder.resolve("checkpoint.bin"), "run")
                .take(pupil, ValidationSplit.of(new double[10], 0.1), watch);
    }

    @Test
    void theWeightsOfTheBestEpochAreKeptAndItEndsWhenPatienceDoes() {
        TrainingCourse.Result result = take(9, 2, new Pupil(5, 3, 4, 3, 1, 1, 1), new Silent());

        assertThat(result.best()).isEqualTo(2);
        assertThat(result.epochs()).hasSize(4);
        assertThat(result.weights().get("w")).containsExactly(6);
    }

    @Test
    void aRowIsTheEpochItsMeanLossesAndThoseOfTheValidation() {
        TrainingCourse.Result result = take(2, 9, new Pupil(5, 3), new Silent());

        assertThat(result.epochs().get(0)).containsExactly(new double[] {1, 2, 3, 5, 1}, within(1e-12));
        assertThat(result.epochs().get(1)).containsExactly(new double[] {2, 5, 3, 3, 1}, within(1e-12));
    }

    @Test
    void anEpochSeesEachFaceOnceAndWhatIsLeftOverAloneWaits() {
        Pupil pupil = new Pupil(5);
        new TrainingCourse(new TrainingCourse.Rules(1, 4, 2, 9, 99, 7), folder.resolve("c"), "run")
                .take(pupil, ValidationSplit.of(new double[10], 0.1), new Silent());

        assertThat(pupil.seen).extracting(faces -> faces.length).containsExactly(4, 4);
        assertThat(pupil.seen.stream().flatMapToInt(Arrays::stream).distinct()).hasSize(8);
    }

    @Test
    void whatWasInterruptedGoesOnWithTheSameFacesAndEndsTheSame() {
        Pupil whole = new Pupil(5, 4, 3);
        TrainingCourse.Result expected =
                new TrainingCourse(new TrainingCourse.Rules(3, 3, 2, 9, 2, 7), folder.resolve("whole"), "run")
                        .take(whole, ValidationSplit.of(new double[10], 0.1), new Silent());
        Pupil first = new Pupil(5, 4, 3);
        assertThatThrownBy(() -> take(3, 9, first, new Silent() {
                    @Override
                    public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
                        if (step == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }))
                .isInstanceOf(CancellationException.class);
        Pupil second = new Pupil(5, 4, 3);
        TrainingCourse.Result result = take(3, 9, second, new Silent());

        assertThat(second.seen).hasSize(4).containsExactlyElementsOf(whole.seen.subList(5, 9));
        assertThat(result.best()).isEqualTo(expected.best());
        assertThat(result.weights().get("w")).containsExactly(expected.weights().get("w"));
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(result.epochs().get(epoch)).containsExactly(expected.epochs().get(epoch));
        }
    }

    @Test
    void aLossThatIsNotFiniteEndsItAndTheLastCheckpointStays() {
        Pupil pupil = new Pupil(5, Double.NaN);

        assertThatThrownBy(() -> take(3, 9, pupil, new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the training went astray: epoch 2");
        assertThat(folder.resolve("checkpoint.bin")).exists();
    }

    @Test
    void aCheckpointThatIsDamagedOrOfAnotherRunIsRefused() throws Exception {
        take(1, 9, new Pupil(5), new Silent());
        byte[] whole = Files.readAllBytes(folder.resolve("checkpoint.bin"));

        assertThatThrownBy(() -> new TrainingCourse(
                        new TrainingCourse.Rules(1, 3, 2, 9, 2, 7), folder.resolve("checkpoint.bin"), "another"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one of another training");
        Files.write(folder.resolve("checkpoint.bin"), Arrays.copyOf(whole, whole.length - 3));
        assertThatThrownBy(() -> take(1, 9, new Pupil(5), new Silent()))
                .hasMessageContaining("expected a whole checkpoint");
    }
}
