package io.facequality.onnx.internal.diffusion;

/**
 * Adds noise to pictures: {@code x_t = sqrt(abar[t]) x + sqrt(1 - abar[t]) noise}, in single precision.
 *
 * <p>Source: Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic Models", NeurIPS 2020, equation 4; the time is
 * DifFIQA's. Immutable and safe to share.
 */
public final class ForwardDiffusion {

    /** DifFIQA noises faces at this index of the schedule. */
    public static final int TIME = 5;

    private final float signal;
    private final float noise;

    /**
     * Noises as DifFIQA does, at {@link #TIME}.
     *
     * @param schedule how much noise there is at which time
     */
    public ForwardDiffusion(NoiseSchedule schedule) {
        this(schedule, TIME);
    }

    /**
     * Noises at some time, as the training of a denoiser does.
     *
     * @param schedule how much noise there is at which time
     * @param time the index in the schedule, from 0
     */
    public ForwardDiffusion(NoiseSchedule schedule, int time) {
        this.signal = schedule.signal(time);
        this.noise = schedule.noise(time);
    }

    /**
     * Noises a picture.
     *
     * @param clean the picture, each number from -1 to 1
     * @param draw noise of mean 0 and variance 1, as many numbers
     * @param noisy takes the noised picture; may be one of the other two
     * @param from where in {@code noisy} it starts
     */
    public void noise(float[] clean, float[] draw, float[] noisy, int from) {
        for (int i = 0; i < clean.length; i++) {
            noisy[from + i] = signal * clean[i] + noise * draw[i];
        }
    }
}
