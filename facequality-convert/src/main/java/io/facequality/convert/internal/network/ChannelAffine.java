package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Normalization;

/**
 * What a batch normalization does to each channel when it is not trained, {@code scale x + shift}, in double precision.
 *
 * @param gain its weight
 * @param offset its bias
 * @param mean its running mean
 * @param variance its running variance
 * @param epsilon what is added to the variance
 */
record ChannelAffine(Parameter gain, Parameter offset, Parameter mean, Parameter variance, double epsilon) {

    static ChannelAffine take(NetworkWeights weights, Normalization normalization) {
        String name = normalization.name();
        long channels = normalization.channels();
        weights.ignore(name + ".num_batches_tracked");
        return new ChannelAffine(
                weights.take(name + ".weight", channels),
                weights.take(name + ".bias", channels),
                weights.take(name + ".running_mean", channels),
                weights.take(name + ".running_var", channels),
                normalization.epsilon());
    }

    double[] scales() {
        float[] gains = gain.numbers();
        float[] variances = variance.numbers();
        double[] scales = new double[gains.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = gains[i] / Math.sqrt(variances[i] + epsilon);
        }
        return scales;
    }

    double[] shifts() {
        double[] scales = scales();
        float[] offsets = offset.numbers();
        float[] means = mean.numbers();
        double[] shifts = new double[scales.length];
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = offsets[i] - means[i] * scales[i];
        }
        return shifts;
    }

    /** Multiplies the weights of the outputs {@code from} to {@code to} in place, each by that channel's scale. */
    void scaleOutputs(float[] numbers, int from, int to) {
        double[] scales = scales();
        int each = numbers.length / (to - from);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (numbers[i] * scales[from + i / each]);
        }
    }

    /** What is added to each channel, in single precision. */
    float[] addends() {
        double[] shifts = shifts();
        float[] addends = new float[shifts.length];
        for (int i = 0; i < addends.length; i++) {
            addends[i] = (float) shifts[i];
        }
        return addends;
    }
}
