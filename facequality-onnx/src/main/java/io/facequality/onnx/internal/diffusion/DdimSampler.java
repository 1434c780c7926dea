package io.facequality.onnx.internal.diffusion;

import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Restores noised pictures step by step: DDIM with eta = 1 and a denoiser that predicts the clean picture. For a step
 * from time t to time s, with {@code x0} the prediction clipped to [-1, 1]:
 *
 * <pre>
 * e     = (sqrt(1 / abar[t]) x - x0) / sqrt(1 / abar[t] - 1)
 * sigma = sqrt((1 - abar[t] / abar[s]) (1 - abar[s]) / (1 - abar[t]))
 * x     = sqrt(abar[s]) x0 + sqrt(1 - abar[s] - sigma^2) e + sigma noise
 * </pre>
 *
 * and at the last step {@code x = x0}. All in single precision, as the published code has it.
 *
 * <p>Source: Song, Meng and Ermon, "Denoising Diffusion Implicit Models", ICLR 2021, equations 12 and 16. Immutable and
 * safe to share.
 */
public final class DdimSampler {

    private final NoiseSchedule schedule;
    private final StepPlan plan;

    /** Gives the noise that a step adds. */
    @FunctionalInterface
    public interface Draws {

        /**
         * Fills a picture with noise of mean 0 and variance 1.
         *
         * @param row which of the pictures the noise is for
         * @param step which step of the plan, from 0
         * @param target takes the noise of one picture
         */
        void draw(int row, int step, float[] target);
    }

    /**
     * Restores along a plan.
     *
     * @param schedule how much noise there is at which time
     * @param plan the steps
     */
    public DdimSampler(NoiseSchedule schedule, StepPlan plan) {
        this.schedule = schedule;
        this.plan = plan;
    }

    /**
     * Restores pictures. One for which the denoiser gives a NaN at any step comes back as NaN all over, since the
     * networks that see it later need not keep a NaN.
     *
     * @param denoiser predicts clean pictures; called once for each step
     * @param noisy the pictures as rows, at the time at which the plan starts; their room is used on the way
     * @param count how many
     * @param draws gives the noise of every step but the last
     * @return the restored pictures, each number from -1 to 1, or a picture of NaN
     * @throws CancellationException if this thread is interrupted; looked at before each call of the denoiser
     */
    public float[] restore(Denoiser denoiser, float[] noisy, int count, Draws draws) {
        float[] noise = new float[Pictures.FLOATS];
        boolean[] lost = new boolean[count];
        float[] clean = noisy;
        for (int number = 0; number < plan.calls(); number++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while pictures were restored");
            }
            StepPlan.Step step = plan.steps().get(number);
            clean = denoiser.denoise(noisy, count, step.from());
            for (int row = 0; row < count; row++) {
                lost[row] |= clip(clean, row * Pictures.FLOATS);
            }
            for (int row = 0; row < count && !step.isLast(); row++) {
                draws.draw(row, number, noise);
                advance(step, noisy, clean, noise, row * Pictures.FLOATS);
            }
        }
        for (int row = 0; row < count; row++) {
            if (lost[row]) {
                Arrays.fill(clean, row * Pictures.FLOATS, (row + 1) * Pictures.FLOATS, Float.NaN);
            }
        }
        return clean;
    }

    /** Clips a picture, and says whether there is a NaN in it. */
    private static boolean clip(float[] pictures, int from) {
        boolean lost = false;
        for (int i = from; i < from + Pictures.FLOATS; i++) {
            pictures[i] = Math.max(-1, Math.min(1, pictures[i]));
            lost |= Float.isNaN(pictures[i]);
        }
        return lost;
    }

    private void advance(StepPlan.Step step, float[] pictures, float[] clean, float[] noise, int from) {
        float share = schedule.share(step.from());
        float nextShare = schedule.share(step.to());
        float sigma = squareRoot((1 - share / nextShare) * (1 - nextShare) / (1 - share));
        float direction = squareRoot(1 - nextShare - sigma * sigma);
        float signal = squareRoot(nextShare);
        float scale = schedule.inverseSignal(step.from());
        float deviation = schedule.inverseNoise(step.from());
        for (int i = 0; i < noise.length; i++) {
            float inIt = (scale * pictures[from + i] - clean[from + i]) / deviation;
            pictures[from + i] = clean[from + i] * signal + direction * inIt + sigma * noise[i];
        }
    }

    private static float squareRoot(float value) {
        return (float) Math.sqrt(value);
    }
}
