package io.facequality.distill.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named weights in the order in which a network asks for them. The arrays are the owner's and used without a copy. */
final class Tensors {

    /** Numbers and their shape. */
    static final class Tensor {

        private final long[] shape;
        private final float[] values;

        Tensor(float[] values, long... shape) {
            this.values = values;
            this.shape = shape;
        }

        long[] shape() {
            return shape;
        }

        float[] values() {
            return values;
        }
    }

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    void put(String name, Tensor tensor) {
        tensors.put(name, tensor);
    }

    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the network has no weights named " + name);
        }
        return tensor;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    Map<String, Tensor> all() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Whether a tensor is one that batch normalisation keeps by itself, without a gradient. */
    static boolean isRunning(String name) {
        return name.endsWith(".running_mean") || name.endsWith(".running_var");
    }
}
