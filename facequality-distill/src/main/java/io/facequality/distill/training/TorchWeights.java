package io.facequality.distill.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.facequality.distill.checkpoint.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A network's weights in PyTorch's memory, with Adam's averages for those that are trained. It belongs to the manager
 * that it is made with. For one thread.
 */
final class TorchWeights {

    private static final float NO_CUTTING = -1;
    private static final double SHORTEST_GRADIENT = 1e-12;

    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();

    TorchWeights(NDManager manager, Map<String, Tensor> start, Predicate<String> trained) {
        start.forEach((name, tensor) -> {
            NDArray weight = create(manager, tensor);
            weights.put(name, weight);
            if (trained.test(name)) {
                weight.setRequiresGradient(true);
                first.put(name, manager.zeros(weight.getShape()));
                second.put(name, manager.zeros(weight.getShape()));
            }
        });
    }

    /** Weights that are not trained. */
    static Map<String, NDArray> fixed(NDManager manager, Map<String, Tensor> tensors) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> weights.put(name, create(manager, tensor)));
        return weights;
    }

    private static NDArray create(NDManager manager, Tensor tensor) {
        return manager.create(tensor.floats(), new Shape(StudentNetwork.sizes(tensor)));
    }

    /** The weights by their names. */
    Map<String, NDArray> arrays() {
        return Collections.unmodifiableMap(weights);
    }

    /** What is computed from a weight belongs to the weight's manager, and would outlive a step. */
    void attachTo(NDManager scope) {
        scope.tempAttachAll(new NDList(List.copyOf(weights.values())));
    }

    /**
     * Moves the trained weights against their gradients.
     *
     * @param step the steps done before
     * @param gradientNorm the length that the gradient of all weights together is cut to
     * @param rate of each weight, by its name
     */
    void update(NDManager scope, long step, double gradientNorm, ToDoubleFunction<String> rate) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        first.keySet().forEach(name -> gradients.put(name, weights.get(name).getGradient()));
        double squares = 0;
        for (NDArray gradient : gradients.values()) {
            gradient.attach(scope);
            squares += gradient.square().sum().toFloatArray()[0];
        }
        float factor = (float) Math.min(1, gradientNorm / Math.max(Math.sqrt(squares), SHORTEST_GRADIENT));
        int number = Math.toIntExact(step + 1);
        gradients.forEach((name, gradient) -> {
            float corrected = (float) Adam.correctedRate(rate.applyAsDouble(name), number);
            NDArray weight = weights.get(name);
            weight.getNDArrayInternal()
                    .adamUpdate(
                            new NDList(weight, gradient, first.get(name), second.get(name)),
                            new NDList(weight),
                            corrected,
                            corrected,
                            0,
                            factor,
                            NO_CUTTING,
                            (float) Adam.FIRST_DECAY,
                            (float) Adam.SECOND_DECAY,
                            (float) Adam.STABILISER,
                            false,
                            false);
        });
    }

    /** Takes up what {@link #state} gave. */
    void resume(Map<String, float[]> state) {
        weights.forEach((name, array) -> array.set(state.get("weight." + name)));
        first.forEach((name, array) -> array.set(state.get("first." + name)));
        second.forEach((name, array) -> array.set(state.get("second." + name)));
    }

    /** All numbers, for a checkpoint. */
    Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        weights.forEach((name, array) -> state.put("weight." + name, array.toFloatArray()));
        first.forEach((name, array) -> state.put("first." + name, array.toFloatArray()));
        second.forEach((name, array) -> state.put("second." + name, array.toFloatArray()));
        return state;
    }

    /** The weights alone. */
    Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        weights.forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    /** Numbers such as {@link #values} gives, with their shapes. */
    Map<String, Tensor> tensors(Map<String, float[]> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        values.forEach((name, numbers) ->
                tensors.put(name, Tensor.of(numbers, weights.get(name).getShape().getShape())));
        return tensors;
    }

    /** What a state holds under a name's beginning, by the rest of the name. */
    static Map<String, float[]> part(Map<String, float[]> state, String prefix) {
        Map<String, float[]> part = new LinkedHashMap<>();
        state.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), values);
            }
        });
        return part;
    }
}
