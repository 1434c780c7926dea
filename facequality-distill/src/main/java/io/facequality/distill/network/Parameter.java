package io.facequality.distill.network;

import io.facequality.distill.checkpoint.Tensor;

/** One tensor of a network, whose numbers are read when the model is written. */
record Parameter(Tensor tensor) {

    float[] numbers() {
        return tensor.floats();
    }

    long[] shape() {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }
}
