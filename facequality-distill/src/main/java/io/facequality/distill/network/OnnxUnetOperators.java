package io.facequality.distill.network;

import io.facequality.distill.network.Layers.Window;
import io.facequality.onnx.graph.Attribute;
import io.facequality.onnx.graph.ModelBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds a UNet to a model. What depends on the weights alone is computed here and not at each run: the standardised
 * kernels, the gains in front of a convolution, constant factors, the one that is added to each scale. What stands for
 * an array is its name. For one thread.
 */
final class OnnxUnetOperators implements UnetOperators<String> {

    private final ModelBuilder model;
    private final NetworkWeights weights;
    private final Layers layers;

    OnnxUnetOperators(ModelBuilder model, NetworkWeights weights) {
        this.model = model;
        this.weights = weights;
        this.layers = new Layers(model, weights);
    }

    /** Changes a convolution's kernels when the model is written. */
    @FunctionalInterface
    private interface KernelChange {
        float[] of(float[] kernels);
    }

    private String convolution(String x, Convolution layer, KernelChange change) {
        Parameter kernels =
                weights.take(layer.name() + ".weight", layer.out(), layer.in(), layer.kernel(), layer.kernel());
        String changed = model.weights(
                layer.name() + ".weight", () -> change.of(kernels.numbers()), kernels.shape());
        Window window = new Window(layer.kernel(), layer.stride(), layer.padding(), 1);
        return model.node(
                "Conv",
                layer.biased()
                        ? List.of(x, changed, layers.vector(layer.name() + ".bias", layer.out()))
                        : List.of(x, changed),
                window.attributes());
    }

    @Override
    public String convolution(String x, Convolution layer) {
        return convolution(x, layer, kernels -> kernels);
    }

    @Override
    public String correction(String x, Convolution layer) {
        return convolution(x, layer);
    }

    @Override
    public String standardisedConvolution(String x, Convolution layer) {
        return convolution(x, layer, kernels -> standardise(kernels, (int) layer.out()));
    }

    /** Each output's kernel with mean 0 and variance 1. */
    private static float[] standardise(float[] kernels, int outputs) {
        int each = kernels.length / outputs;
        for (int output = 0; output < outputs; output++) {
            int from = output * each;
            double mean = 0;
            for (int i = 0; i < each; i++) {
                mean += kernels[from + i];
            }
            mean /= each;
            double variance = 0;
            for (int i = 0; i < each; i++) {
                double difference = kernels[from + i] - mean;
                variance += difference * difference;
            }
            double scale = 1 / Math.sqrt(variance / each + EPSILON);
            for (int i = 0; i < each; i++) {
                kernels[from + i] = (float) ((kernels[from + i] - mean) * scale);
            }
        }
        return kernels;
    }

    @Override
    public String gainedConvolution(String x, String gain, Convolution layer) {
        Parameter gains = weights.take(gain, 1, layer.in(), 1, 1);
        return convolution(x, layer, kernels -> scaleInputs(kernels, gains.numbers()));
    }

    /** The window is of 1. */
    private static float[] scaleInputs(float[] kernels, float[] scales) {
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] *= scales[i % scales.length];
        }
        return kernels;
    }

    @Override
    public String scaledConvolution(String x, double factor, Convolution layer) {
        return convolution(x, layer, kernels -> scale(kernels, factor));
    }

    private static float[] scale(float[] kernels, double factor) {
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = (float) (kernels[i] * factor);
        }
        return kernels;
    }

    @Override
    public String groupsNormalised(String x, String name, int groups, long channels, int side) {
        String grouped = model.node("Reshape", List.of(x, model.integers("groups", 0, groups, -1)));
        String normalised = model.node(
                "InstanceNormalization",
                List.of(
                        grouped,
                        model.constant("ones", () -> filled(groups, 1), groups),
                        model.constant("zeros", () -> filled(groups, 0), groups)),
                Attribute.real("epsilon", EPSILON));
        String ungrouped = model.node("Reshape", List.of(normalised, model.integers("map", 0, channels, side, side)));
        String scaled = model.node("Mul", List.of(ungrouped, channels(name + ".weight", channels)));
        return model.node("Add", List.of(scaled, channels(name + ".bias", channels)));
    }

    private static float[] filled(int count, float value) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, value);
        return numbers;
    }

    private String channels(String name, long count) {
        Parameter numbers = weights.take(name, count);
        return model.constant(name, numbers::numbers, count, 1, 1);
    }

    @Override
    public String channelsNormalised(String x) {
        Attribute[] overChannels = {Attribute.integers("axes", 1), Attribute.integer("keepdims", 1)};
        String difference = model.node("Sub", List.of(x, model.node("ReduceMean", List.of(x), overChannels)));
        String variance = model.node(
                "ReduceMean", List.of(model.node("Mul", List.of(difference, difference))), overChannels);
        String deviation = model.node("Sqrt", List.of(
                model.node("Add", List.of(variance, layers.scalar("epsilon", EPSILON)))));
        return model.node("Div", List.of(difference, deviation));
    }

    @Override
    public String gained(String x, String name, long channels) {
        Parameter gains = weights.take(name, 1, channels, 1, 1);
        return model.node("Mul", List.of(x, model.constant(name, gains::numbers, 1, channels, 1, 1)));
    }

    @Override
    public String modulated(String x, String time, String name, long width, long channels) {
        Parameter matrix = weights.take(name + ".weight", 2 * channels, width);
        Parameter bias = weights.take(name + ".bias", 2 * channels);
        String both = layers.gemm(
                time,
                model.weights(name + ".weight", matrix::numbers, matrix.shape()),
                model.constant(name + ".bias", () -> withOneAdded(bias.numbers()), 2 * channels));
        String spread = model.node("Reshape", List.of(both, model.integers("map", 0, 2 * channels, 1, 1)));
        List<String> scaleAndShift = split(spread, 2);
        return model.node(
                "Add", List.of(model.node("Mul", List.of(x, scaleAndShift.get(0))), scaleAndShift.get(1)));
    }

    /** The first half is what is multiplied by, plus one. */
    private static float[] withOneAdded(float[] bias) {
        for (int i = 0; i < bias.length / 2; i++) {
            bias[i]++;
        }
        return bias;
    }

    @Override
    public String waves(String time, int count) {
        String column = model.node(
                "Unsqueeze",
                List.of(model.node("Cast", List.of(time), Attribute.integer("to", 1)), model.integers("axis", 1)));
        String phases = model.node(
                "Mul",
                List.of(column, model.constant("frequencies", () -> UnetOperators.frequencies(count), 1, count)));
        return joined(model.node("Sin", List.of(phases)), model.node("Cos", List.of(phases)));
    }

    @Override
    public String linear(String x, String name, long in, long out) {
        return layers.product(x, name, in, out);
    }

    @Override
    public String gelu(String x) {
        return layers.gelu(x);
    }

    @Override
    public String silu(String x) {
        return layers.silu(x);
    }

    @Override
    public String sum(String left, String right) {
        return layers.add(left, right);
    }

    @Override
    public String joined(String left, String right) {
        return model.node("Concat", List.of(left, right), Attribute.integer("axis", 1));
    }

    @Override
    public String doubled(String x, long channels, int side) {
        String scales = model.constant("twice", () -> new float[] {1, 1, 2, 2}, 4);
        return model.node(
                "Resize",
                List.of(x, "", scales),
                Attribute.word("mode", "nearest"),
                Attribute.word("coordinate_transformation_mode", "asymmetric"),
                Attribute.word("nearest_mode", "floor"));
    }

    @Override
    public String unfolded(String x, long channels, int side) {
        return model.node(
                "DepthToSpace", List.of(x), Attribute.integer("blocksize", 2), Attribute.word("mode", "CRD"));
    }

    @Override
    public List<String> split(String x, int parts) {
        return model.nodes("Split", List.of(x), parts, Attribute.integer("axis", 1));
    }

    @Override
    public String reshaped(String x, long... sizes) {
        long[] shape = IntStream.rangeClosed(0, sizes.length).mapToLong(i -> i == 0 ? 0 : sizes[i - 1]).toArray();
        return model.node("Reshape", List.of(x, model.integers("shape", shape)));
    }

    @Override
    public String transposed(String x) {
        return model.node("Transpose", List.of(x), Attribute.integers("perm", 0, 1, 3, 2));
    }

    @Override
    public String product(String left, String right) {
        return model.node("MatMul", List.of(left, right));
    }

    @Override
    public String softmax(String x, int axis) {
        return model.node("Softmax", List.of(x), Attribute.integer("axis", axis));
    }

    @Override
    public String unit(String x) {
        String norm = model.node(
                "ReduceL2", List.of(x), Attribute.integers("axes", 3), Attribute.integer("keepdims", 1));
        String divisor = model.node("Max", List.of(norm, layers.scalar("least", LEAST_NORM)));
        return model.node("Div", List.of(x, divisor));
    }

    @Override
    public String scaled(String x, float factor) {
        return model.node("Mul", List.of(x, layers.scalar("factor", factor)));
    }
}
