package io.facequality.distill.training;

import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.network.Unet;
import io.facequality.distill.network.UnetOperators;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Makes the weights that a UNet's training starts from, while it goes through the network: uniform within one over the
 * root of the inputs, as PyTorch starts; gains 1, offsets 0. Arrays are nothing to it.
 */
final class FirstUnetWeights implements UnetOperators<FirstUnetWeights.Nothing> {

    /** What stands for an array. */
    enum Nothing {
        NOTHING
    }

    private final DrawnTensors tensors;

    private FirstUnetWeights(long seed) {
        this.tensors = new DrawnTensors(seed);
    }

    /** The weights of a network by their names, in the order in which it asks for them. */
    static Map<String, Tensor> of(Unet unet, long seed) {
        FirstUnetWeights weights = new FirstUnetWeights(seed);
        unet.apply(weights, Nothing.NOTHING, Nothing.NOTHING);
        return weights.tensors.all();
    }

    private void fill(Convolution layer, double bound) {
        DoubleSupplier uniform = tensors.uniform(bound);
        tensors.fill(layer.name() + ".weight", uniform, layer.out(), layer.in(), layer.kernel(), layer.kernel());
        if (layer.biased()) {
            tensors.fill(layer.name() + ".bias", uniform, layer.out());
        }
    }

    @Override
    public Nothing convolution(Nothing x, Convolution layer) {
        fill(layer, 1 / Math.sqrt(layer.in() * layer.kernel() * layer.kernel()));
        return x;
    }

    @Override
    public Nothing standardisedConvolution(Nothing x, Convolution layer) {
        return convolution(x, layer);
    }

    @Override
    public Nothing gainedConvolution(Nothing x, String gain, Convolution layer) {
        return convolution(gained(x, gain, layer.in()), layer);
    }

    @Override
    public Nothing scaledConvolution(Nothing x, double factor, Convolution layer) {
        return convolution(x, layer);
    }

    @Override
    public Nothing correction(Nothing x, Convolution layer) {
        fill(layer, 0);
        return x;
    }

    @Override
    public Nothing groupsNormalised(Nothing x, String name, int groups, long channels, int side) {
        tensors.fill(name + ".weight", () -> 1, channels);
        tensors.fill(name + ".bias", () -> 0, channels);
        return x;
    }

    @Override
    public Nothing gained(Nothing x, String name, long channels) {
        tensors.fill(name, () -> 1, 1, channels, 1, 1);
        return x;
    }

    @Override
    public Nothing modulated(Nothing x, Nothing time, String name, long width, long channels) {
        return linear(time, name, width, 2 * channels);
    }

    @Override
    public Nothing linear(Nothing x, String name, long in, long out) {
        double bound = 1 / Math.sqrt(in);
        DoubleSupplier uniform = tensors.uniform(bound);
        tensors.fill(name + ".weight", uniform, out, in);
        tensors.fill(name + ".bias", uniform, out);
        return x;
    }

    @Override
    public Nothing channelsNormalised(Nothing x) {
        return x;
    }

    @Override
    public Nothing waves(Nothing time, int count) {
        return time;
    }

    @Override
    public Nothing gelu(Nothing x) {
        return x;
    }

    @Override
    public Nothing silu(Nothing x) {
        return x;
    }

    @Override
    public Nothing sum(Nothing left, Nothing right) {
        return left;
    }

    @Override
    public Nothing joined(Nothing left, Nothing right) {
        return left;
    }

    @Override
    public Nothing doubled(Nothing x, long channels, int side) {
        return x;
    }

    @Override
    public Nothing unfolded(Nothing x, long channels, int side) {
        return x;
    }

    @Override
    public List<Nothing> split(Nothing x, int parts) {
        return Collections.nCopies(parts, x);
    }

    @Override
    public Nothing reshaped(Nothing x, long... sizes) {
        return x;
    }

    @Override
    public Nothing transposed(Nothing x) {
        return x;
    }

    @Override
    public Nothing product(Nothing left, Nothing right) {
        return left;
    }

    @Override
    public Nothing softmax(Nothing x, int axis) {
        return x;
    }

    @Override
    public Nothing unit(Nothing x) {
        return x;
    }

    @Override
    public Nothing scaled(Nothing x, float factor) {
        return x;
    }
}
