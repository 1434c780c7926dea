package io.facequality.distill.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.Map;

/** Computes a network with PyTorch, so that gradients can be asked for. For one thread. */
final class TorchOperators implements Operators<NDArray> {

    /** The share of a batch in the running means, PyTorch's default. */
    private static final float MOMENTUM = 0.1f;
    private static final int CHANNEL_AXIS = 1;

    private final Map<String, NDArray> weights;
    private final boolean training;

    TorchOperators(Map<String, NDArray> weights, boolean training) {
        this.weights = weights;
        this.training = training;
    }

    @Override
    public NDArray convolution(NDArray x, Convolution layer) {
        return Conv2d.conv2d(
                        x,
                        weights.get(layer.name() + ".weight"),
                        null,
                        new Shape(layer.stride(), layer.stride()),
                        new Shape(layer.padding(), layer.padding()),
                        new Shape(1, 1),
                        layer.groups())
                .singletonOrThrow();
    }

    @Override
    public NDArray normalised(NDArray x, String name, int channels) {
        return BatchNorm.batchNorm(
                        x,
                        weights.get(name + ".running_mean"),
                        weights.get(name + ".running_var"),
                        weights.get(name + ".weight"),
                        weights.get(name + ".bias"),
                        CHANNEL_AXIS,
                        MOMENTUM,
                        NORMALISATION_STABILISER,
                        training)
                .singletonOrThrow();
    }

    /** DJL has no PReLU with a slope a channel on PyTorch, so it is {@code relu(x) + slope (x - relu(x))}. */
    @Override
    public NDArray rectified(NDArray x, String name, int channels) {
        NDArray positive = Activation.relu(x);
        NDArray slopes = weights.get(name + ".weight").reshape(1, channels, 1, 1);
        return x.sub(positive).mul(slopes).add(positive);
    }

    @Override
    public NDArray relu(NDArray x) {
        return Activation.relu(x);
    }

    @Override
    public NDArray sum(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray flat(NDArray x, int channels) {
        return x.reshape(-1, channels);
    }

    @Override
    public NDArray linear(NDArray x, Linear layer) {
        NDArray product = x.matMul(weights.get(layer.name() + ".weight").transpose());
        return layer.bias() ? product.add(weights.get(layer.name() + ".bias")) : product;
    }

    @Override
    public NDArray gelu(NDArray x) {
        return Activation.gelu(x);
    }

    @Override
    public NDArray logistic(NDArray x) {
        return Activation.sigmoid(x);
    }

    @Override
    public NDArray unit(NDArray x, int dimension) {
        // Not NDArray.norm: it gives float64.
        return x.div(x.square().sum(new int[] {1}, true).sqrt().add(SHORTEST));
    }
}
