package io.facequality.distill.training;

import io.facequality.distill.checkpoint.Tensor;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Makes the weights that training starts from, while it goes through a network. Convolutions as He et al., "Delving deep
 * into rectifiers", ICCV 2015; linear layers uniform within one over the root of their inputs, as PyTorch starts. The
 * arrays that it hands on are the numbers of channels.
 */
final class FirstWeights implements Operators<Integer> {

    /** What a network starts from: the channels of a picture. */
    static final int COLOURS = 3;

    private static final float SLOPE = 0.25f;

    private final DrawnTensors tensors;

    FirstWeights(long seed) {
        this.tensors = new DrawnTensors(seed);
    }

    /** The weights by their names, in the order in which the network asks for them. */
    Map<String, Tensor> tensors() {
        return tensors.all();
    }

    @Override
    public Integer convolution(Integer x, Convolution layer) {
        int inputs = layer.in() / layer.groups() * layer.kernel() * layer.kernel();
        // What counts for a depthwise layer too: the numbers that go into one output.
        double deviation = Math.sqrt(2.0 / inputs);
        tensors.fill(layer.name() + ".weight", tensors.normal(deviation), layer.out(),
                layer.in() / layer.groups(), layer.kernel(), layer.kernel());
        return layer.out();
    }

    @Override
    public Integer normalised(Integer x, String name, int channels) {
        tensors.fill(name + ".weight", () -> 1, channels);
        tensors.fill(name + ".bias", () -> 0, channels);
        tensors.fill(name + ".running_mean", () -> 0, channels);
        tensors.fill(name + ".running_var", () -> 1, channels);
        return channels;
    }

    @Override
    public Integer rectified(Integer x, String name, int channels) {
        tensors.fill(name + ".weight", () -> SLOPE, channels);
        return channels;
    }

    @Override
    public Integer relu(Integer x) {
        return x;
    }

    @Override
    public Integer sum(Integer a, Integer b) {
        return a;
    }

    @Override
    public Integer flat(Integer x, int channels) {
        return channels;
    }

    @Override
    public Integer linear(Integer x, Linear layer) {
        double bound = 1 / Math.sqrt(layer.in());
        DoubleSupplier uniform = tensors.uniform(bound);
        tensors.fill(layer.name() + ".weight", uniform, layer.out(), layer.in());
        if (layer.bias()) {
            tensors.fill(layer.name() + ".bias", uniform, layer.out());
        }
        return layer.out();
    }

    @Override
    public Integer gelu(Integer x) {
        return x;
    }

    @Override
    public Integer logistic(Integer x) {
        return x;
    }

    @Override
    public Integer unit(Integer x, int dimension) {
        return x;
    }
}
