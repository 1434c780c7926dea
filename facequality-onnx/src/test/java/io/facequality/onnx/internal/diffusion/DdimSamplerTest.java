package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.ModelId;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DdimSamplerTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine();

    @Test
    void restoresPictureWithDenoiserThatKnowsIt() {
        float[] picture = random(1, 0.9f);
        float[] restored = new DdimSampler(SCHEDULE, StepPlan.compacted())
                .restore(denoiser(noisy -> picture.clone()), random(2, 3), 1, (row, step, target) ->
                        fill(target, step));
        assertThat(restored).isEqualTo(picture);
    }

    @Test
    void predictionsAreClippedToTheRangeOfAPicture() {
        float[] far = new float[Pictures.FLOATS];
        Arrays.fill(far, 7);
        float[] restored = new DdimSampler(SCHEDULE, StepPlan.ofCalls(1))
                .restore(denoiser(noisy -> far.clone()), random(2, 3), 1, (row, step, target) -> fill(target, step));
        assertThat(restored).containsOnly(1);
    }

    /** Networks with rectifiers may make zeros of what is no number. */
    @Test
    void losesPictureThatWasLostOnTheWay() {
        int[] calls = {0};
        float[] noisy = Arrays.copyOf(random(2, 0.5f), 2 * Pictures.FLOATS);
        float[] restored = new DdimSampler(SCHEDULE, StepPlan.compacted()).restore(
                denoiser(pictures -> {
                    float[] clean = new float[2 * Pictures.FLOATS];
                    if (calls[0]++ == 1) {
                        clean[Pictures.FLOATS - 1] = Float.NaN;
                    }
                    return clean;
                }),
                noisy, 2, (row, step, target) -> fill(target, step));
        assertThat(calls[0]).isEqualTo(5);
        for (int i = 0; i < Pictures.FLOATS; i++) {
            assertThat(restored[i]).isNaN();
            assertThat(restored[Pictures.FLOATS + i]).isZero();
        }
    }

    /** The formula in double precision, on the first pixel, through one step that is not the last. */
    @Test
    void followsFormulaInEachStep() {
        StepPlan plan = StepPlan.ofCalls(2);
        float[] noisy = random(3, 1);
        double x = noisy[0];
        double[] seen = new double[2];
        new DdimSampler(SCHEDULE, plan).restore(
                denoiser(pictures -> {
                    seen[0] = seen[1];
                    seen[1] = pictures[0];
                    float[] clean = pictures.clone();
                    clean[0] *= 0.5f;
                    return clean;
                }),
                noisy, 1, (row, step, target) -> Arrays.fill(target, 0.25f));
        double share = SCHEDULE.share(4);
        double next = SCHEDULE.share(1);
        double clean = 0.5 * x;
        double inIt = (Math.sqrt(1 / share) * x - clean) / Math.sqrt(1 / share - 1);
        double sigma = Math.sqrt((1 - share / next) * (1 - next) / (1 - share));
        double expected = Math.sqrt(next) * clean + Math.sqrt(1 - next - sigma * sigma) * inIt + sigma * 0.25;
        assertThat(seen[0]).isEqualTo(x);
        assertThat(seen[1]).isCloseTo(expected, offset(1e-3));
    }

    @Test
    void leavesPictureUnchangedInIdleStep() {
        double[] seen = new double[2];
        new DdimSampler(SCHEDULE, StepPlan.reference()).restore(
                denoiser(pictures -> {
                    seen[0] = seen[1];
                    seen[1] = pictures[0];
                    float[] clean = pictures.clone();
                    clean[0] *= 0.99f;
                    return clean;
                }),
                random(3, 0.5f), 1, (row, step, target) -> fill(target, step));
        assertThat(seen[1]).isCloseTo(seen[0], offset(1e-6));
    }

    private static Denoiser denoiser(UnaryOperator<float[]> clean) {
        return new Denoiser() {
            @Override
            public float[] denoise(float[] noisy, int count, int time) {
                return clean.apply(noisy);
            }

            @Override
            public ModelId model() {
                return ModelId.ofCode("test", "");
            }
        };
    }

    private static float[] random(long seed, float scale) {
        float[] numbers = new float[Pictures.FLOATS];
        Random random = new Random(seed);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = scale * (2 * random.nextFloat() - 1);
        }
        return numbers;
    }

    private static void fill(float[] target, int step) {
        System.arraycopy(random(step, 1), 0, target, 0, target.length);
    }
}
