package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.Unet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Draws the weights that a training starts from, in the order in which a network asks for them. Linear layers start
 * uniform within one over the root of their inputs, as in PyTorch; gains are 1, offsets 0. For one thread.
 */
public final class FirstWeights implements NetworkOperators<FirstWeights.Nothing> {

    /** What stands for an array: only the weights are wanted. */
    enum Nothing {
        NOTHING
    }

    /** How convolutions start. */
    private enum Convolutions {
        /** As He et al., "Delving deep into rectifiers", ICCV 2015. */
        FOR_RECTIFIERS,
        /** Uniform within one over the root of the inputs, as in PyTorch. */
        UNIFORM
    }

    /** PyTorch's first slope of a PReLU. */
    private static final float SLOPE = 0.25f;

    private final DrawnTensors tensors;
    private final Convolutions convolutions;

    private FirstWeights(long seed, Convolutions convolutions) {
        this.tensors = new DrawnTensors(seed);
        this.convolutions = convolutions;
    }

    /**
     * The weights of a network of rectifiers.
     *
     * @param network goes through the network
     */
    public static Map<String, Tensor> of(Consumer<NetworkOperators<Nothing>> network, long seed) {
        return drawn(network, new FirstWeights(seed, Convolutions.FOR_RECTIFIERS));
    }

    /** The weights of a UNet. */
    public static Map<String, Tensor> of(Unet unet, long seed) {
        return drawn(
                operators -> unet.apply(operators, Nothing.NOTHING, Nothing.NOTHING),
                new FirstWeights(seed, Convolutions.UNIFORM));
    }

    private static Map<String, Tensor> drawn(Consumer<NetworkOperators<Nothing>> network, FirstWeights weights) {
        network.accept(weights);
        return weights.tensors.all();
    }

    @Override
    public Nothing convolution(Nothing maps, Convolution layer) {
        // What counts for a depthwise layer too: the numbers that go into one output.
        long inputs = layer.inputsPerGroup() * layer.kernel() * layer.kernel();
        return draw(
                layer,
                convolutions == Convolutions.FOR_RECTIFIERS
                        ? tensors.normal(Math.sqrt(2.0 / inputs))
                        : tensors.uniform(1 / Math.sqrt(inputs)));
    }

    private Nothing draw(Convolution layer, DoubleSupplier values) {
        tensors.fill(
                layer.name() + ".weight", values, layer.out(), layer.inputsPerGroup(), layer.kernel(), layer.kernel());
        if (layer.biased()) {
            tensors.fill(layer.name() + ".bias", values, layer.out());
        }
        return Nothing.NOTHING;
    }

    @Override
    public Nothing standardizedConvolution(Nothing maps, Convolution layer) {
        return convolution(maps, layer);
    }

    @Override
    public Nothing correction(Nothing maps, Convolution layer) {
        return draw(layer, tensors.uniform(0));
    }

    @Override
    public Nothing normalized(Nothing x, Normalization normalization) {
        gainsAndOffsets(normalization.name(), normalization.channels());
        tensors.fill(normalization.name() + ".running_mean", () -> 0, normalization.channels());
        tensors.fill(normalization.name() + ".running_var", () -> 1, normalization.channels());
        return x;
    }

    @Override
    public Nothing groupsNormalized(Nothing maps, String name, int groups, long channels, int side) {
        gainsAndOffsets(name, channels);
        return maps;
    }

    private void gainsAndOffsets(String name, long channels) {
        tensors.fill(name + ".weight", () -> 1, channels);
        tensors.fill(name + ".bias", () -> 0, channels);
    }

    @Override
    public Nothing gained(Nothing maps, String name, long channels) {
        tensors.fill(name, () -> 1, 1, channels, 1, 1);
        return maps;
    }

    @Override
    public Nothing modulated(Nothing maps, Nothing time, Linear layer) {
        return linear(time, layer);
    }

    @Override
    public Nothing linear(Nothing vectors, Linear layer) {
        DoubleSupplier uniform = tensors.uniform(1 / Math.sqrt(layer.in()));
        tensors.fill(layer.name() + ".weight", uniform, layer.out(), layer.in());
        if (layer.biased()) {
            tensors.fill(layer.name() + ".bias", uniform, layer.out());
        }
        return vectors;
    }

    @Override
    public Nothing prelu(Nothing maps, String name, long channels) {
        tensors.fill(name + ".weight", () -> SLOPE, channels);
        return maps;
    }

    @Override
    public Nothing channelsNormalized(Nothing maps) {
        return maps;
    }

    @Override
    public Nothing flat(Nothing maps, long size) {
        return maps;
    }

    @Override
    public Nothing relu(Nothing x) {
        return x;
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
    public Nothing logistic(Nothing x) {
        return x;
    }

    @Override
    public Nothing unit(Nothing vectors) {
        return vectors;
    }

    @Override
    public Nothing safeUnit(Nothing vectors) {
        return vectors;
    }

    @Override
    public Nothing innerUnit(Nothing x) {
        return x;
    }

    @Override
    public Nothing sum(Nothing left, Nothing right) {
        return left;
    }

    @Override
    public Nothing scaled(Nothing x, float factor) {
        return x;
    }

    @Override
    public Nothing joined(Nothing left, Nothing right) {
        return left;
    }

    @Override
    public List<Nothing> split(Nothing maps, int parts) {
        return Collections.nCopies(parts, maps);
    }

    @Override
    public Nothing doubled(Nothing maps, long channels, int side) {
        return maps;
    }

    @Override
    public Nothing unfolded(Nothing maps, long channels, int side) {
        return maps;
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
    public Nothing waves(Nothing time, int count) {
        return time;
    }
}
