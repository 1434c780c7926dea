package io.facequality.onnx.internal.diffusion;

/**
 * How much of a picture is left, and how much noise is in it, at each time of a diffusion. With {@code abar[t]} the
 * share of the picture's variance that is left at time t, a noised picture is {@code sqrt(abar[t]) x + sqrt(1 -
 * abar[t]) noise}.
 *
 * <p>Precision is part of the contract, since pixels move by 0.09 otherwise: {@code abar} is computed in double
 * precision and kept in single; the square roots of it are taken from the double values and then kept in single
 * precision.
 *
 * <p>Immutable and safe to share.
 */
public final class NoiseSchedule {

    private static final int TIMES = 1000;
    private static final double OFFSET = 0.008;
    private static final double LARGEST_BETA = 0.999;

    private final double[] shares;

    private NoiseSchedule(double[] shares) {
        this.shares = shares;
    }

    /**
     * The cosine schedule of 1000 times: {@code abar[t] = prod(1 - beta[i], i <= t)} with {@code beta[i] = min(0.999, 1
     * - g(i + 1) / g(i))} and {@code g(i) = cos^2((i / 1000 + s) / (1 + s) * pi / 2)}, {@code s = 0.008}.
     *
     * <p>Source: Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic Models", ICML 2021, section 3.2.
     *
     * @return the schedule that DifFIQA uses
     */
    public static NoiseSchedule cosine() {
        double[] shares = new double[TIMES];
        double share = 1;
        for (int time = 0; time < TIMES; time++) {
            double beta = 1 - cosineShare(time + 1) / cosineShare(time);
            share *= 1 - Math.max(0, Math.min(LARGEST_BETA, beta));
            shares[time] = share;
        }
        return new NoiseSchedule(shares);
    }

    /** StrictMath, so that the schedule has the same bits on every machine. */
    private static double cosineShare(int time) {
        double cosine = StrictMath.cos(((double) time / TIMES + OFFSET) / (1 + OFFSET) * Math.PI / 2);
        return cosine * cosine / CosineStart.SHARE;
    }

    /** The share at time 0, which all others are divided by. */
    private static final class CosineStart {
        private static final double COSINE = StrictMath.cos(OFFSET / (1 + OFFSET) * Math.PI / 2);
        private static final double SHARE = COSINE * COSINE;
    }

    /**
     * How many times there are.
     *
     * @return times go from 0 to below this
     */
    public int times() {
        return shares.length;
    }

    /**
     * The share of the picture's variance that is left, {@code abar[t]}.
     *
     * @param time from 0 to below {@link #times()}
     * @return from 0 to 1, falling with the time
     */
    public float share(int time) {
        return (float) shares[time];
    }

    /**
     * What a picture is multiplied by, {@code sqrt(abar[t])}.
     *
     * @param time from 0 to below {@link #times()}
     * @return from 0 to 1
     */
    public float signal(int time) {
        return (float) Math.sqrt(shares[time]);
    }

    /**
     * What noise of variance 1 is multiplied by, {@code sqrt(1 - abar[t])}.
     *
     * @param time from 0 to below {@link #times()}
     * @return from 0 to 1
     */
    public float noise(int time) {
        return (float) Math.sqrt(1 - shares[time]);
    }

    /**
     * What a noised picture is multiplied by to bring the picture in it back to scale, {@code sqrt(1 / abar[t])}.
     *
     * @param time from 0 to below {@link #times()}
     * @return at least 1
     */
    public float inverseSignal(int time) {
        return (float) Math.sqrt(1 / shares[time]);
    }

    /**
     * How much noise such a rescaled picture has, {@code sqrt(1 / abar[t] - 1)}.
     *
     * @param time from 0 to below {@link #times()}
     * @return above 0
     */
    public float inverseNoise(int time) {
        return (float) Math.sqrt(1 / shares[time] - 1);
    }
}
