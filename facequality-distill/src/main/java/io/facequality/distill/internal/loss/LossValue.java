package io.facequality.distill.internal.loss;

/** The losses of one batch and their gradients. */
public final class LossValue {

    private final double total;
    private final double consistency;
    private final double quality;
    private final float[][] featureGradient;
    private final float[] scoreGradient;

    LossValue(
            double total, double consistency, double quality, float[][] featureGradient, float[] scoreGradient) {
        this.total = total;
        this.consistency = consistency;
        this.quality = quality;
        this.featureGradient = featureGradient;
        this.scoreGradient = scoreGradient;
    }

    /** The same with a loss more in the sum, whose gradient goes elsewhere. */
    public LossValue plus(double more) {
        return new LossValue(total + more, consistency, quality, featureGradient, scoreGradient);
    }

    /**
     * The weighted sum of both.
     *
     * @return at least 0, lower is better; not finite if a feature or score is not
     */
    public double total() {
        return total;
    }

    /**
     * Lrc, the mean of {@code 1 - cos} to the teacher.
     *
     * @return 0..2
     */
    public double consistency() {
        return consistency;
    }

    /**
     * Lq, the mean absolute error of the scores.
     *
     * @return at least 0
     */
    public double quality() {
        return quality;
    }

    /**
     * The gradient with respect to the features.
     *
     * @return {@code [n][d]}, the loss's own arrays
     */
    public float[][] featureGradient() {
        return featureGradient;
    }

    /**
     * The gradient with respect to the scores.
     *
     * @return {@code [n]}, the loss's own array
     */
    public float[] scoreGradient() {
        return scoreGradient;
    }
}
