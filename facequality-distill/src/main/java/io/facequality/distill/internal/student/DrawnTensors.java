package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Weights by their names, drawn one after the other: a seed gives the same ones each time. For one thread. */
final class DrawnTensors {

    private final Random random;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    DrawnTensors(long seed) {
        this.random = new Random(seed);
    }

    /** Draws from -bound to bound. */
    DoubleSupplier uniform(double bound) {
        return () -> (2 * random.nextDouble() - 1) * bound;
    }

    /** Draws around 0. */
    DoubleSupplier normal(double deviation) {
        return () -> deviation * random.nextGaussian();
    }

    void fill(String name, DoubleSupplier value, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.getAsDouble();
        }
        tensors.put(name, Tensor.of(values, shape));
    }

    /** All so far, in the order in which they were drawn. */
    Map<String, Tensor> all() {
        return Collections.unmodifiableMap(tensors);
    }
}
