package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Linear;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;

/**
 * A linear layer on flattened maps as one matrix product, with the normalizations of the maps before it and of its
 * result.
 *
 * @param matrix the layer's weights
 * @param offsets the layer's bias
 * @param before per channel of the maps
 * @param after per output
 */
record NormalizedProduct(Parameter matrix, Parameter offsets, ChannelAffine before, ChannelAffine after) {

    static NormalizedProduct take(NetworkWeights weights, Normalization before, Linear layer, Normalization after) {
        return new NormalizedProduct(
                weights.take(layer.name() + ".weight", layer.out(), layer.in()),
                weights.take(layer.name() + ".bias", layer.out()),
                ChannelAffine.take(weights, before),
                ChannelAffine.take(weights, after));
    }

    long[] shape() {
        return matrix.shape();
    }

    void rows(int from, int to, float[] target) {
        matrix.rows(from, to, target);
        double[] scales = before.scales();
        int inputs = (int) matrix.shape()[1];
        int positions = inputs / scales.length;
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) (target[i] * scales[i % inputs / positions]);
        }
        after.scaleOutputs(target, from, to);
    }

    float[] bias() {
        double[] shifts = before.shifts();
        double[] scales = after.scales();
        double[] addends = after.shifts();
        float[] bias = offsets.numbers();
        float[] row = new float[(int) matrix.shape()[1]];
        int positions = row.length / shifts.length;
        for (int output = 0; output < bias.length; output++) {
            matrix.rows(output, output + 1, row);
            double sum = bias[output];
            for (int input = 0; input < row.length; input++) {
                sum += row[input] * shifts[input / positions];
            }
            bias[output] = (float) (sum * scales[output] + addends[output]);
        }
        return bias;
    }
}
