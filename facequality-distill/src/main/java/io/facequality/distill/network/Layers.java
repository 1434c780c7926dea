package io.facequality.distill.network;

import io.facequality.onnx.graph.Attribute;
import io.facequality.onnx.graph.ModelBuilder;
import java.util.List;

/**
 * The layers that the networks have in common, each added to a model under the names that it has in the weights. A
 * batch normalisation behind a convolution or a product becomes part of its weights, which is exact; one in front of a
 * convolution that pads stays a node, since the zeros at the border are not normalised.
 */
final class Layers {

    private final ModelBuilder model;
    private final NetworkWeights weights;

    Layers(ModelBuilder model, NetworkWeights weights) {
        this.model = model;
        this.weights = weights;
    }

    /**
     * How a convolution slides.
     *
     * @param kernel the side of its window
     * @param stride how far it moves
     * @param padding the zeros around its input
     * @param groups how many groups of channels do not see each other
     */
    record Window(int kernel, int stride, int padding, long groups) {

        static Window of(int kernel, int stride) {
            return new Window(kernel, stride, kernel / 2, 1);
        }

        /** Each channel by itself. */
        Window forEach(long channels) {
            return new Window(kernel, stride, padding, channels);
        }

        Window unpadded() {
            return new Window(kernel, stride, 0, groups);
        }

        Attribute[] attributes() {
            return new Attribute[] {
                Attribute.integers("kernel_shape", kernel, kernel),
                Attribute.integers("strides", stride, stride),
                Attribute.integers("pads", padding, padding, padding, padding),
                Attribute.integer("group", Math.max(1, groups))
            };
        }
    }

    /** A convolution without bias and the normalisation behind it. */
    String normalisedConvolution(
            String input, String convolution, String normalisation, long in, long out, Window window) {
        long inOfAGroup = window.groups() > 1 ? in / window.groups() : in;
        Parameter kernels = weights.take(
                convolution + ".weight", out, inOfAGroup, window.kernel(), window.kernel());
        ChannelAffine affine = ChannelAffine.take(weights, normalisation, out);
        return model.node(
                "Conv",
                List.of(
                        input,
                        model.weights(
                                convolution + ".weight",
                                () -> affine.scaleOutputs(kernels.numbers()),
                                kernels.shape()),
                        model.constant(convolution + ".bias", affine::addends, out)),
                window.attributes());
    }

    /** A normalisation that no convolution or product is in front of. */
    String normalisation(String input, String name, long channels) {
        ChannelAffine.take(weights, name, channels);
        return model.node(
                "BatchNormalization",
                List.of(
                        input,
                        vector(name + ".weight", channels),
                        vector(name + ".bias", channels),
                        vector(name + ".running_mean", channels),
                        vector(name + ".running_var", channels)),
                Attribute.real("epsilon", (float) ChannelAffine.EPSILON));
    }

    /** A rectifier whose slope below zero is learned for each channel. */
    String prelu(String input, String name, long channels) {
        Parameter slopes = weights.take(name + ".weight", channels);
        return model.node(
                "PRelu", List.of(input, model.constant(name + ".weight", slopes::numbers, channels, 1, 1)));
    }

    /** A matrix product with a bias. */
    String product(String input, String name, long in, long out) {
        Parameter matrix = weights.take(name + ".weight", out, in);
        return gemm(input, model.weights(name + ".weight", matrix::numbers, matrix.shape()),
                vector(name + ".bias", out));
    }

    /** A matrix product whose weights and bias are at hand. */
    String gemm(String input, String matrix, String bias) {
        return model.node("Gemm", List.of(input, matrix, bias), Attribute.integer("transB", 1));
    }

    /** The same, giving a value of a certain name. */
    String namedGemm(String name, String input, String matrix, String bias) {
        return model.namedNode(name, "Gemm", List.of(input, matrix, bias), Attribute.integer("transB", 1));
    }

    /** The exact form, with the error function. */
    String gelu(String input) {
        String scaled = model.node("Mul", List.of(input, scalar("gelu.inner", (float) Math.sqrt(0.5))));
        String share = model.node(
                "Add", List.of(model.node("Erf", List.of(scaled)), scalar("gelu.one", 1)));
        return model.node("Mul", List.of(model.node("Mul", List.of(input, share)), scalar("gelu.half", 0.5f)));
    }

    String silu(String input) {
        return model.node("Mul", List.of(input, model.node("Sigmoid", List.of(input))));
    }

    String add(String left, String right) {
        return model.node("Add", List.of(left, right));
    }

    String vector(String name, long length) {
        Parameter numbers = weights.take(name, length);
        return model.constant(name, numbers::numbers, length);
    }

    String scalar(String name, float value) {
        return model.constant(name, () -> new float[] {value});
    }
}
