package io.facequality.convert.internal.network;

import io.facequality.convert.internal.checkpoint.Tensor;

/** One tensor of a network, whose numbers are read when the model is written. */
record Parameter(Tensor tensor) {

    float[] numbers() {
        return tensor.floats();
    }

    /** Puts the numbers of some of the outermost rows into an array, which it gives back. */
    float[] rows(int from, int to, float[] target) {
        tensor.rows(from, to).copyTo(target);
        return target;
    }

    long[] shape() {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }
}
