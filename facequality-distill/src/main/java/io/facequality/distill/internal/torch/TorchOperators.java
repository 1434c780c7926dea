package io.facequality.distill.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import io.facequality.convert.internal.network.NetworkOperators;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Computes a network with PyTorch, so that gradients can be asked for. For one thread and one step. */
class TorchOperators implements NetworkOperators<NDArray> {

    /** The share of a batch in the running means, PyTorch's default. */
    private static final float MOMENTUM = 0.1f;

    static final int CHANNEL_AXIS = 1;

    private final NDManager scope;
    private final Map<String, NDArray> weights;
    private final boolean training;

    TorchOperators(NDManager scope, Map<String, NDArray> weights, boolean training) {
        this.scope = scope;
        this.weights = weights;
        this.training = training;
    }

    /**
     * For training: batch normalization uses the batch's own means and variances, and keeps running ones.
     *
     * @param scope the manager of what is computed
     * @param weights by their names
     */
    static TorchOperators training(NDManager scope, Map<String, NDArray> weights) {
        return new TorchOperators(scope, weights, true);
    }

    /** For validation: batch normalization uses the running means and variances. */
    static TorchOperators validating(NDManager scope, Map<String, NDArray> weights) {
        return new TorchOperators(scope, weights, false);
    }

    private NDArray convolution(NDArray maps, NDArray kernels, Convolution layer) {
        @Nullable NDArray bias = layer.biased() ? weights.get(layer.name() + ".bias") : null;
        return Conv2d.conv2d(
                        maps,
                        kernels,
                        bias,
                        new Shape(layer.stride(), layer.stride()),
                        new Shape(layer.padding(), layer.padding()),
                        new Shape(1, 1),
                        Math.toIntExact(layer.groups()))
                .singletonOrThrow();
    }

    @Override
    public NDArray convolution(NDArray maps, Convolution layer) {
        return convolution(maps, weight(layer.name() + ".weight"), layer);
    }

    @Override
    public NDArray standardizedConvolution(NDArray maps, Convolution layer) {
        NDArray kernels = weight(layer.name() + ".weight");
        long size = layer.in() * layer.kernel() * layer.kernel();
        NDArray standardized = standardized(kernels.reshape(layer.out(), size), size);
        return convolution(maps, standardized.reshape(kernels.getShape()), layer);
    }

    /** Rows with mean 0 and variance 1. */
    private NDArray standardized(NDArray rows, long size) {
        Shape row = new Shape(size);
        return LayerNorm.layerNorm(rows, row, scope.ones(row), scope.zeros(row), EPSILON).singletonOrThrow();
    }

    @Override
    public NDArray normalized(NDArray x, Normalization normalization) {
        String name = normalization.name();
        return BatchNorm.batchNorm(
                        x,
                        weights.get(name + ".running_mean"),
                        weights.get(name + ".running_var"),
                        weights.get(name + ".weight"),
                        weights.get(name + ".bias"),
                        CHANNEL_AXIS,
                        MOMENTUM,
                        (float) normalization.epsilon(),
                        training)
                .singletonOrThrow();
    }

    @Override
    public NDArray groupsNormalized(NDArray maps, String name, int groups, long channels, int side) {
        long size = channels / groups * side * side;
        NDArray normalized = standardized(maps.reshape(-1, groups, size), size).reshape(-1, channels, side, side);
        return normalized.mul(perChannel(name + ".weight", channels)).add(perChannel(name + ".bias", channels));
    }

    private NDArray weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }

    private NDArray perChannel(String name, long channels) {
        return weight(name).reshape(1, channels, 1, 1);
    }

    @Override
    public NDArray channelsNormalized(NDArray maps) {
        int[] channels = {CHANNEL_AXIS};
        NDArray difference = maps.sub(maps.mean(channels, true));
        NDArray variance = difference.square().mean(channels, true);
        return difference.div(variance.add(EPSILON).sqrt());
    }

    @Override
    public NDArray gained(NDArray maps, String name, long channels) {
        return maps.mul(weights.get(name));
    }

    @Override
    public NDArray modulated(NDArray maps, NDArray time, Linear layer) {
        NDList scaleAndShift = linear(time, layer).reshape(-1, layer.out(), 1, 1).split(2, CHANNEL_AXIS);
        return maps.mul(scaleAndShift.get(0).add(1)).add(scaleAndShift.get(1));
    }

    @Override
    public NDArray linear(NDArray vectors, Linear layer) {
        NDArray product = vectors.matMul(weight(layer.name() + ".weight").transpose());
        return layer.biased() ? product.add(weight(layer.name() + ".bias")) : product;
    }

    @Override
    public NDArray flat(NDArray maps, long size) {
        return maps.reshape(-1, size);
    }

    /** DJL has no PReLU with a slope per channel on PyTorch, so it is {@code relu(x) + slope (x - relu(x))}. */
    @Override
    public NDArray prelu(NDArray maps, String name, long channels) {
        NDArray positive = Activation.relu(maps);
        NDArray slopes = perChannel(name + ".weight", channels);
        return maps.sub(positive).mul(slopes).add(positive);
    }

    @Override
    public NDArray relu(NDArray x) {
        return Activation.relu(x);
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
    public NDArray logistic(NDArray x) {
        return Activation.sigmoid(x);
    }

    /** A training must not end because one vector has length 0. */
    @Override
    public NDArray unit(NDArray vectors) {
        return safeUnit(vectors);
    }

    @Override
    public NDArray safeUnit(NDArray vectors) {
        // Not NDArray.norm: it gives float64.
        return vectors.div(vectors.square().sum(new int[] {1}, true).sqrt().add(SHORTEST));
    }

    @Override
    public NDArray innerUnit(NDArray x) {
        return x.normalize(2, 3, SHORTEST);
    }

    @Override
    public NDArray sum(NDArray left, NDArray right) {
        return left.add(right);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The factor is an array of this step's. DJL would make one too, but frees its memory at once, although the
     * gradient is computed from it later: what was written there since then would go into the gradient.
     */
    @Override
    public NDArray scaled(NDArray x, float factor) {
        return x.mul(scope.create(factor));
    }

    @Override
    public NDArray joined(NDArray left, NDArray right) {
        return left.concat(right, CHANNEL_AXIS);
    }

    @Override
    public List<NDArray> split(NDArray maps, int parts) {
        return maps.split(parts, CHANNEL_AXIS);
    }

    @Override
    public NDArray doubled(NDArray maps, long channels, int side) {
        long rows = maps.getShape().get(0) * channels;
        return maps.reshape(rows, side, 1, side, 1)
                .broadcast(rows, side, 2, side, 2)
                .reshape(-1, channels, 2L * side, 2L * side);
    }

    @Override
    public NDArray unfolded(NDArray maps, long channels, int side) {
        return maps.reshape(-1, channels, 2, 2, side, side)
                .transpose(0, 1, 4, 2, 5, 3)
                .reshape(-1, channels, 2L * side, 2L * side);
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
    public NDArray waves(NDArray time, int count) {
        NDArray phases = time.toType(DataType.FLOAT32, false)
                .reshape(-1, 1)
                .mul(scope.create(NetworkOperators.frequencies(count), new Shape(1, count)));
        return phases.sin().concat(phases.cos(), CHANNEL_AXIS);
    }
}
