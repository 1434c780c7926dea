package io.facequality.distill.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.internal.student.WeightNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A network's weights in PyTorch's memory, with Adam's averages, or Muon's, for those that are trained, and, if wanted,
 * the running average of the weights themselves. It belongs to the manager that it is made with. For one thread.
 */
public final class TorchWeights {

    private static final float NO_CUTTING = -1;
    private static final double SHORTEST_GRADIENT = 1e-12;

    private final double averaging;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final Map<String, NDArray> averages = new LinkedHashMap<>();

    /**
     * Puts weights into memory.
     *
     * @param start the weights to start from
     * @param trained which of them are trained, by their names
     * @param matrices which of those are trained by {@link TorchMuon} and not by Adam
     * @param averaging the share that stays of the running average at each step, below 1; 0 for no average
     */
    TorchWeights(
            NDManager manager,
            Map<String, Tensor> start,
            Predicate<String> trained,
            Predicate<String> matrices,
            double averaging) {
        this.averaging = averaging;
        start.forEach((name, tensor) -> {
            NDArray weight = create(manager, tensor);
            weights.put(name, weight);
            if (trained.test(name)) {
                weight.setRequiresGradient(true);
                first.put(name, manager.zeros(weight.getShape()));
                if (!matrices.test(name)) {
                    second.put(name, manager.zeros(weight.getShape()));
                }
            }
            if (averaging > 0) {
                averages.put(name, create(manager, tensor));
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
        return manager.create(tensor.floats(), new Shape(WeightNames.sizes(tensor)));
    }

    /**
     * The weights by their names.
     *
     * @param scope takes what is computed from them, which would outlive a step otherwise
     */
    Map<String, NDArray> arrays(NDManager scope) {
        scope.tempAttachAll(new NDList(List.copyOf(weights.values())));
        return Collections.unmodifiableMap(weights);
    }

    /**
     * The weights that are validated and kept: the averages where there are such.
     *
     * @param scope takes what is computed from them
     */
    Map<String, NDArray> validated(NDManager scope) {
        if (averages.isEmpty()) {
            return arrays(scope);
        }
        scope.tempAttachAll(new NDList(List.copyOf(averages.values())));
        return Collections.unmodifiableMap(averages);
    }

    /**
     * Moves the trained weights against their gradients, and the averages after them.
     *
     * @param scope the one of this step, which {@link #arrays} was given
     * @param step the steps done before
     * @param gradientNorm the length that the gradient of all weights together is cut to
     * @param rate of each weight, by its name
     */
    void update(NDManager scope, long step, double gradientNorm, ToDoubleFunction<String> rate) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        first.keySet().forEach(name -> gradients.put(name, weight(name).getGradient()));
        double squares = 0;
        for (NDArray gradient : gradients.values()) {
            gradient.attach(scope);
            squares += gradient.square().sum().toFloatArray()[0];
        }
        float factor = (float) Math.min(1, gradientNorm / Math.max(Math.sqrt(squares), SHORTEST_GRADIENT));
        int number = Math.toIntExact(step + 1);
        gradients.forEach((name, gradient) -> {
            if (!isMatrix(name)) {
                updateByAdam(name, gradient, factor, (float) Adam.correctedRate(rate.applyAsDouble(name), number));
            } else {
                updateByMuon(name, gradient, (float) rate.applyAsDouble(name));
            }
        });
        float stays = (float) averagingAt(step);
        averages.forEach((name, average) ->
                average.muli(stays).addi(weight(name).stopGradient().mul(1 - stays)));
    }

    private NDArray weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private void updateByAdam(String name, NDArray gradient, float factor, float rate) {
        NDArray weight = weight(name);
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, first.get(name), second.get(name)),
                        new NDList(weight),
                        rate,
                        rate,
                        0,
                        factor,
                        NO_CUTTING,
                        (float) Adam.FIRST_DECAY,
                        (float) Adam.SECOND_DECAY,
                        (float) Adam.STABILIZER,
                        false,
                        false);
    }

    private void updateByMuon(String name, NDArray gradient, float rate) {
        NDArray weight = weight(name);
        NDArray direction = TorchMuon.direction(gradient, Objects.requireNonNull(first.get(name)));
        // PyTorch lets nobody change in place what it takes gradients of.
        weight.setRequiresGradient(false);
        weight.subi(direction.muli(rate));
        weight.setRequiresGradient(true);
        // As Adam's update does: the next step's gradient is added to what is there.
        gradient.subi(gradient);
    }

    /** Whether Muon trains a weight. */
    boolean isMatrix(String name) {
        return first.containsKey(name) && !second.containsKey(name);
    }

    /** Less stays at first, so that the first weights are soon forgotten. */
    private double averagingAt(long step) {
        return Math.min(averaging, (1.0 + step) / (10.0 + step));
    }

    /** All numbers, for a checkpoint. */
    public Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        parts().forEach((part, arrays) ->
                arrays.forEach((name, array) -> state.put(part + name, array.toFloatArray())));
        return state;
    }

    /** Takes up what {@link #state} gave. */
    public void resume(Map<String, float[]> state) {
        parts().forEach((part, arrays) -> arrays.forEach((name, array) -> array.set(state.get(part + name))));
    }

    private Map<String, Map<String, NDArray>> parts() {
        Map<String, Map<String, NDArray>> parts = new LinkedHashMap<>();
        parts.put("weight.", weights);
        parts.put("first.", first);
        parts.put("second.", second);
        parts.put("average.", averages);
        return parts;
    }

    /** The numbers of {@link #validated}. */
    public Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        (averages.isEmpty() ? weights : averages).forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    /** Numbers such as {@link #values} gives, with their shapes. */
    public Map<String, Tensor> tensors(Map<String, float[]> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        values.forEach((name, numbers) ->
                tensors.put(name, Tensor.of(numbers, weight(name).getShape().getShape())));
        return tensors;
    }
}
