package io.facequality.distill.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.LayerNorm;
import io.facequality.distill.network.UnetOperators;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Computes a UNet with PyTorch, so that gradients can be asked for. For one thread and one step. */
final class TorchUnetOperators implements UnetOperators<NDArray> {

    private static final int CHANNEL_AXIS = 1;

    private final NDManager scope;
    private final Map<String, NDArray> weights;

    /** With weights by their names, and the manager that what is computed belongs to. */
    TorchUnetOperators(NDManager scope, Map<String, NDArray> weights) {
        this.scope = scope;
        this.weights = weights;
    }

    private NDArray convolution(NDArray x, NDArray kernels, Convolution layer) {
        @Nullable NDArray bias = layer.biased() ? weights.get(layer.name() + ".bias") : null;
        return Conv2d.conv2d(
                        x,
                        kernels,
                        bias,
                        new Shape(layer.stride(), layer.stride()),
                        new Shape(layer.padding(), layer.padding()),
                        new Shape(1, 1),
                        1)
                .singletonOrThrow();
    }

    @Override
    public NDArray convolution(NDArray x, Convolution layer) {
        return convolution(x, weights.get(layer.name() + ".weight"), layer);
    }

    @Override
    public NDArray standardisedConvolution(NDArray x, Convolution layer) {
        NDArray kernels = weights.get(layer.name() + ".weight");
        long each = layer.in() * layer.kernel() * layer.kernel();
        NDArray standardised = standardised(kernels.reshape(layer.out(), each), each);
        return convolution(x, standardised.reshape(kernels.getShape()), layer);
    }

    /** Rows with mean 0 and variance 1. */
    private NDArray standardised(NDArray rows, long each) {
        Shape row = new Shape(each);
        return LayerNorm.layerNorm(rows, row, scope.ones(row), scope.zeros(row), EPSILON).singletonOrThrow();
    }

    @Override
    public NDArray gainedConvolution(NDArray x, String gain, Convolution layer) {
        return convolution(gained(x, gain, layer.in()), layer);
    }

    @Override
    public NDArray scaledConvolution(NDArray x, double factor, Convolution layer) {
        return convolution(scaled(x, (float) factor), layer);
    }

    @Override
    public NDArray correction(NDArray x, Convolution layer) {
        return convolution(x, layer);
    }

    @Override
    public NDArray groupsNormalised(NDArray x, String name, int groups, long channels, int side) {
        long each = channels / groups * side * side;
        NDArray normalised = standardised(x.reshape(-1, groups, each), each).reshape(-1, channels, side, side);
        return normalised
                .mul(weights.get(name + ".weight").reshape(1, channels, 1, 1))
                .add(weights.get(name + ".bias").reshape(1, channels, 1, 1));
    }

    @Override
    public NDArray channelsNormalised(NDArray x) {
        int[] channels = {CHANNEL_AXIS};
        NDArray difference = x.sub(x.mean(channels, true));
        NDArray variance = difference.square().mean(channels, true);
        return difference.div(variance.add(EPSILON).sqrt());
    }

    @Override
    public NDArray gained(NDArray x, String name, long channels) {
        return x.mul(weights.get(name));
    }

    @Override
    public NDArray modulated(NDArray x, NDArray time, String name, long width, long channels) {
        NDList scaleAndShift = linear(time, name, width, 2 * channels)
                .reshape(-1, 2 * channels, 1, 1)
                .split(2, CHANNEL_AXIS);
        return x.mul(scaleAndShift.get(0).add(1)).add(scaleAndShift.get(1));
    }

    @Override
    public NDArray waves(NDArray time, int count) {
        NDArray phases = time.toType(DataType.FLOAT32, false)
                .reshape(-1, 1)
                .mul(scope.create(UnetOperators.frequencies(count), new Shape(1, count)));
        return phases.sin().concat(phases.cos(), CHANNEL_AXIS);
    }

    @Override
    public NDArray linear(NDArray x, String name, long in, long out) {
        return x.matMul(weights.get(name + ".weight").transpose()).add(weights.get(name + ".bias"));
    }

    @Override
    public NDArray gelu(NDArray x) {
        return Activation.gelu(x);
    }

    @Override
    public NDArray silu(NDArray x) {
        // Not Activation.swish, which multiplies by a number: see scaled.
        return x.mul(Activation.sigmoid(x));
    }

    @Override
    public NDArray sum(NDArray left, NDArray right) {
        return left.add(right);
    }

    @Override
    public NDArray joined(NDArray left, NDArray right) {
        return left.concat(right, CHANNEL_AXIS);
    }

    @Override
    public NDArray doubled(NDArray x, long channels, int side) {
        long rows = x.getShape().get(0) * channels;
        return x.reshape(rows, side, 1, side, 1)
                .broadcast(rows, side, 2, side, 2)
                .reshape(-1, channels, 2L * side, 2L * side);
    }

    @Override
    public NDArray unfolded(NDArray x, long channels, int side) {
        return x.reshape(-1, channels, 2, 2, side, side)
                .transpose(0, 1, 4, 2, 5, 3)
                .reshape(-1, channels, 2L * side, 2L * side);
    }

    @Override
    public List<NDArray> split(NDArray x, int parts) {
        return x.split(parts, CHANNEL_AXIS);
    }

    @Override
    public NDArray reshaped(NDArray x, long... sizes) {
        return x.reshape(LongStream.concat(LongStream.of(-1), LongStream.of(sizes)).toArray());
    }

    @Override
    public NDArray transposed(NDArray x) {
        return x.transpose(0, 1, 3, 2);
    }

    @Override
    public NDArray product(NDArray left, NDArray right) {
        return left.matMul(right);
    }

    @Override
    public NDArray softmax(NDArray x, int axis) {
        return x.softmax(axis);
    }

    @Override
    public NDArray unit(NDArray x) {
        return x.normalize(2, 3, LEAST_NORM);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The factor is an array of this step's. DJL would make one too, but lets go of its memory at once, although the
     * gradient is computed from it later: what was written there since then would go into the gradient.
     */
    @Override
    public NDArray scaled(NDArray x, float factor) {
        return x.mul(scope.create(factor));
    }
}
