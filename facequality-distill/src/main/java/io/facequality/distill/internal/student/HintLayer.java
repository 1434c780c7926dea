package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import java.util.Map;

/**
 * Makes maps like the teacher's from a student's last maps, while it is trained: each position by itself.
 *
 * @param from the student's channels
 * @param to the teacher's channels
 */
public record HintLayer(int from, int to) {

    private static final String PREFIX = "hint.";

    public <T> T apply(NetworkOperators<T> operators, T maps) {
        return operators.normalizedConvolution(
                maps, Convolution.of(PREFIX + "conv", from, to, 1), Normalization.of(PREFIX + "bn", to));
    }

    /** The weights to start from. */
    public Map<String, Tensor> firstWeights(long seed) {
        return FirstWeights.of(operators -> apply(operators, FirstWeights.Nothing.NOTHING), seed);
    }

    /** Whether a tensor belongs to such a layer, which is not part of the model. */
    public static boolean owns(String tensor) {
        return tensor.startsWith(PREFIX);
    }
}
