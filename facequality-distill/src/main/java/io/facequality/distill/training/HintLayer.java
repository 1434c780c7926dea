package io.facequality.distill.training;

import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.training.Operators.Convolution;
import java.util.Map;

/**
 * What makes a map like the teacher's of a student's last one, while it is trained: each place by itself.
 *
 * @param from the student's channels
 * @param to the teacher's channels
 */
record HintLayer(int from, int to) {

    private static final String PREFIX = "hint.";

    <T> T apply(Operators<T> operators, T map) {
        return operators.normalisedConvolution(
                map, new Convolution(PREFIX + "conv", from, to, 1, 1, 0, 1), PREFIX + "bn");
    }

    /** The weights to start from. */
    Map<String, Tensor> firstWeights(long seed) {
        FirstWeights weights = new FirstWeights(seed);
        apply(weights, from);
        return weights.tensors();
    }

    /** Whether a tensor belongs to such a layer, which is not part of the model. */
    static boolean owns(String tensor) {
        return tensor.startsWith(PREFIX);
    }
}
