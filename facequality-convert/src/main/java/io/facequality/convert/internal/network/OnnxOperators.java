package io.facequality.convert.internal.network;

import io.facequality.onnx.internal.graph.Attribute;
import io.facequality.onnx.internal.graph.ModelBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network into a model. What stands for an array is the name of a value.
 *
 * <p>What depends on the weights alone is computed here and not at each run: standardized kernels, gains in front of a
 * convolution, constant factors, the normalization behind a convolution or a linear layer. A normalization in front of
 * a convolution that pads stays a node, because the zeros at the border are not normalized. For one thread.
 */
final class OnnxOperators implements NetworkOperators<String> {

    /** The matrix of a linear layer is {@code [out,in]}. */
    private static final Attribute MATRIX_BY_OUTPUTS = Attribute.integer("transB", 1);

    private final ModelBuilder model;
    private final NetworkWeights weights;
    private final @Nullable String output;

    OnnxOperators(ModelBuilder model, NetworkWeights weights) {
        this(model, weights, null);
    }

    private OnnxOperators(ModelBuilder model, NetworkWeights weights, @Nullable String output) {
        this.model = model;
        this.weights = weights;
        this.output = output;
    }

    @Override
    public NetworkOperators<String> naming(String name) {
        return new OnnxOperators(model, weights, name);
    }

    /** Adds the node whose value is the result of an operator. */
    private String result(String operator, List<String> inputs, Attribute... attributes) {
        return output == null
                ? model.node(operator, inputs, attributes)
                : model.namedNode(output, operator, inputs, attributes);
    }

    /** Changes the kernels of the output channels {@code from} to {@code to} in place, when the model is written. */
    @FunctionalInterface
    private interface KernelChange {
        void apply(float[] kernels, int from, int to);
    }

    private Parameter kernels(Convolution layer) {
        return weights.take(
                layer.name() + ".weight", layer.out(), layer.inputsPerGroup(), layer.kernel(), layer.kernel());
    }

    private String changed(Convolution layer, Parameter kernels, KernelChange change) {
        return model.weights(
                layer.name() + ".weight",
                (from, to, target) -> change.apply(kernels.rows(from, to, target), from, to),
                kernels.shape());
    }

    private static Attribute[] window(Convolution layer) {
        int padding = layer.padding();
        return new Attribute[] {
            Attribute.integers("kernel_shape", layer.kernel(), layer.kernel()),
            Attribute.integers("strides", layer.stride(), layer.stride()),
            Attribute.integers("pads", padding, padding, padding, padding),
            Attribute.integer("group", Math.max(1, layer.groups()))
        };
    }

    private String convolution(String maps, Convolution layer, KernelChange change) {
        List<String> inputs = new ArrayList<>(List.of(maps, changed(layer, kernels(layer), change)));
        if (layer.biased()) {
            inputs.add(vector(layer.name() + ".bias", layer.out()));
        }
        return result("Conv", inputs, window(layer));
    }

    @Override
    public String convolution(String maps, Convolution layer) {
        return convolution(maps, layer, (kernels, from, to) -> {});
    }

    /** Of a convolution without a bias. */
    @Override
    public String normalizedConvolution(String maps, Convolution layer, Normalization normalization) {
        Parameter kernels = kernels(layer);
        ChannelAffine affine = ChannelAffine.take(weights, normalization);
        return result(
                "Conv",
                List.of(
                        maps,
                        changed(layer, kernels, affine::scaleOutputs),
                        model.constant(layer.name() + ".bias", affine::addends, layer.out())),
                window(layer));
    }

    @Override
    public String standardizedConvolution(String maps, Convolution layer) {
        return convolution(maps, layer, OnnxOperators::standardize);
    }

    private static void standardize(float[] kernels, int from, int to) {
        int size = kernels.length / (to - from);
        for (int start = 0; start < kernels.length; start += size) {
            double mean = 0;
            for (int i = start; i < start + size; i++) {
                mean += kernels[i];
            }
            mean /= size;
            double variance = 0;
            for (int i = start; i < start + size; i++) {
                double difference = kernels[i] - mean;
                variance += difference * difference;
            }
            double scale = 1 / Math.sqrt(variance / size + EPSILON);
            for (int i = start; i < start + size; i++) {
                kernels[i] = (float) ((kernels[i] - mean) * scale);
            }
        }
    }

    /** With a window of 1. */
    @Override
    public String gainedConvolution(String maps, String gain, Convolution layer) {
        Parameter gains = weights.take(gain, 1, layer.in(), 1, 1);
        return convolution(maps, layer, (kernels, from, to) -> scaleInputs(kernels, gains.numbers()));
    }

    private static void scaleInputs(float[] kernels, float[] scales) {
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] *= scales[i % scales.length];
        }
    }

    @Override
    public String scaledConvolution(String maps, double factor, Convolution layer) {
        return convolution(maps, layer, (kernels, from, to) -> scale(kernels, factor));
    }

    private static void scale(float[] kernels, double factor) {
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = (float) (kernels[i] * factor);
        }
    }

    @Override
    public String normalized(String x, Normalization normalization) {
        ChannelAffine affine = ChannelAffine.take(weights, normalization);
        String name = normalization.name();
        return result(
                "BatchNormalization",
                List.of(
                        x,
                        vector(name + ".weight", affine.gain(), normalization.channels()),
                        vector(name + ".bias", affine.offset(), normalization.channels()),
                        vector(name + ".running_mean", affine.mean(), normalization.channels()),
                        vector(name + ".running_var", affine.variance(), normalization.channels())),
                Attribute.real("epsilon", (float) normalization.epsilon()));
    }

    @Override
    public String groupsNormalized(String maps, String name, int groups, long channels, int side) {
        String grouped = model.node("Reshape", List.of(maps, model.integers("groups", 0, groups, -1)));
        String normalized = model.node(
                "InstanceNormalization",
                List.of(
                        grouped,
                        model.constant("ones", () -> filled(groups, 1), groups),
                        model.constant("zeros", () -> filled(groups, 0), groups)),
                Attribute.real("epsilon", EPSILON));
        String ungrouped = model.node("Reshape", List.of(normalized, model.integers("map", 0, channels, side, side)));
        String scaled = model.node("Mul", List.of(ungrouped, perChannel(name + ".weight", channels)));
        return result("Add", List.of(scaled, perChannel(name + ".bias", channels)));
    }

    private static float[] filled(int count, float value) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, value);
        return numbers;
    }

    @Override
    public String channelsNormalized(String maps) {
        Attribute[] overChannels = {Attribute.integers("axes", 1), Attribute.integer("keepdims", 1)};
        String difference = model.node("Sub", List.of(maps, model.node("ReduceMean", List.of(maps), overChannels)));
        String variance = model.node(
                "ReduceMean", List.of(model.node("Mul", List.of(difference, difference))), overChannels);
        String deviation =
                model.node("Sqrt", List.of(model.node("Add", List.of(variance, scalar("epsilon", EPSILON)))));
        return result("Div", List.of(difference, deviation));
    }

    @Override
    public String gained(String maps, String name, long channels) {
        Parameter gains = weights.take(name, 1, channels, 1, 1);
        return result("Mul", List.of(maps, model.constant(name, gains::numbers, 1, channels, 1, 1)));
    }

    @Override
    public String modulated(String maps, String time, Linear layer) {
        Parameter matrix = matrix(layer);
        Parameter bias = weights.take(layer.name() + ".bias", layer.out());
        String both = model.node(
                "Gemm",
                List.of(
                        time,
                        model.weights(layer.name() + ".weight", matrix::rows, matrix.shape()),
                        model.constant(layer.name() + ".bias", () -> withOneAdded(bias.numbers()), layer.out())),
                MATRIX_BY_OUTPUTS);
        String spread = model.node("Reshape", List.of(both, model.integers("map", 0, layer.out(), 1, 1)));
        List<String> scaleAndShift = split(spread, 2);
        return result("Add", List.of(model.node("Mul", List.of(maps, scaleAndShift.get(0))), scaleAndShift.get(1)));
    }

    /** The first half is what is multiplied by, plus one. */
    private static float[] withOneAdded(float[] bias) {
        for (int i = 0; i < bias.length / 2; i++) {
            bias[i]++;
        }
        return bias;
    }

    private Parameter matrix(Linear layer) {
        return weights.take(layer.name() + ".weight", layer.out(), layer.in());
    }

    @Override
    public String linear(String vectors, Linear layer) {
        Parameter matrix = matrix(layer);
        List<String> inputs = new ArrayList<>(
                List.of(vectors, model.weights(layer.name() + ".weight", matrix::rows, matrix.shape())));
        if (layer.biased()) {
            inputs.add(vector(layer.name() + ".bias", layer.out()));
        }
        return result("Gemm", inputs, MATRIX_BY_OUTPUTS);
    }

    /** Of a layer without a bias. */
    @Override
    public String normalizedLinear(String vectors, Linear layer, Normalization after) {
        Parameter matrix = matrix(layer);
        ChannelAffine affine = ChannelAffine.take(weights, after);
        return result(
                "Gemm",
                List.of(
                        vectors,
                        model.weights(
                                layer.name() + ".weight",
                                (from, to, target) -> affine.scaleOutputs(matrix.rows(from, to, target), from, to),
                                matrix.shape()),
                        model.constant(layer.name() + ".bias", affine::addends, layer.out())),
                MATRIX_BY_OUTPUTS);
    }

    /** Of a layer with a bias. */
    @Override
    public String normalizedLinear(String maps, Normalization before, Linear layer, Normalization after) {
        String flat = model.node("Flatten", List.of(maps));
        NormalizedProduct product = NormalizedProduct.take(weights, before, layer, after);
        return result(
                "Gemm",
                List.of(
                        flat,
                        model.weights(layer.name() + ".weight", product::rows, product.shape()),
                        model.constant(layer.name() + ".bias", product::bias, layer.out())),
                MATRIX_BY_OUTPUTS);
    }

    @Override
    public String flat(String maps, long size) {
        return result("Flatten", List.of(maps));
    }

    @Override
    public String prelu(String maps, String name, long channels) {
        return result("PRelu", List.of(maps, perChannel(name + ".weight", channels)));
    }

    @Override
    public String relu(String x) {
        return result("Relu", List.of(x));
    }

    /** The operator of that name came only with set 20. */
    @Override
    public String gelu(String x) {
        String scaled = model.node("Mul", List.of(x, scalar("gelu.inner", (float) Math.sqrt(0.5))));
        String share = model.node("Add", List.of(model.node("Erf", List.of(scaled)), scalar("gelu.one", 1)));
        return result("Mul", List.of(model.node("Mul", List.of(x, share)), scalar("gelu.half", 0.5f)));
    }

    @Override
    public String silu(String x) {
        return result("Mul", List.of(x, model.node("Sigmoid", List.of(x))));
    }

    @Override
    public String logistic(String x) {
        return result("Sigmoid", List.of(x));
    }

    @Override
    public String unit(String vectors) {
        return result("Div", List.of(vectors, length(vectors, 1)));
    }

    @Override
    public String safeUnit(String vectors) {
        String length = length(vectors, 1);
        return result("Div", List.of(vectors, model.node("Add", List.of(length, scalar("shortest", SHORTEST)))));
    }

    @Override
    public String innerUnit(String x) {
        String length = length(x, 3);
        return result("Div", List.of(x, model.node("Max", List.of(length, scalar("least", SHORTEST)))));
    }

    private String length(String x, int axis) {
        return model.node(
                "ReduceL2", List.of(x), Attribute.integers("axes", axis), Attribute.integer("keepdims", 1));
    }

    @Override
    public String sum(String left, String right) {
        return result("Add", List.of(left, right));
    }

    @Override
    public String scaled(String x, float factor) {
        return result("Mul", List.of(x, scalar("factor", factor)));
    }

    @Override
    public String joined(String left, String right) {
        return result("Concat", List.of(left, right), Attribute.integer("axis", 1));
    }

    @Override
    public List<String> split(String maps, int parts) {
        return model.nodes("Split", List.of(maps), parts, Attribute.integer("axis", 1));
    }

    @Override
    public String doubled(String maps, long channels, int side) {
        String scales = model.constant("twice", () -> new float[] {1, 1, 2, 2}, 4);
        return result(
                "Resize",
                List.of(maps, "", scales),
                Attribute.word("mode", "nearest"),
                Attribute.word("coordinate_transformation_mode", "asymmetric"),
                Attribute.word("nearest_mode", "floor"));
    }

    @Override
    public String unfolded(String maps, long channels, int side) {
        return result(
                "DepthToSpace", List.of(maps), Attribute.integer("blocksize", 2), Attribute.word("mode", "CRD"));
    }

    @Override
    public String reshaped(String x, long... sizes) {
        long[] shape = LongStream.concat(LongStream.of(0), LongStream.of(sizes)).toArray();
        return result("Reshape", List.of(x, model.integers("shape", shape)));
    }

    @Override
    public String transposed(String x) {
        return result("Transpose", List.of(x), Attribute.integers("perm", 0, 1, 3, 2));
    }

    @Override
    public String product(String left, String right) {
        return result("MatMul", List.of(left, right));
    }

    @Override
    public String softmax(String x, int axis) {
        return result("Softmax", List.of(x), Attribute.integer("axis", axis));
    }

    @Override
    public String waves(String time, int count) {
        String column = model.node(
                "Unsqueeze",
                List.of(model.node("Cast", List.of(time), Attribute.integer("to", 1)), model.integers("axis", 1)));
        String phases = model.node(
                "Mul",
                List.of(column, model.constant("frequencies", () -> NetworkOperators.frequencies(count), 1, count)));
        return joined(model.node("Sin", List.of(phases)), model.node("Cos", List.of(phases)));
    }

    private String vector(String name, long length) {
        return vector(name, weights.take(name, length), length);
    }

    private String vector(String name, Parameter numbers, long length) {
        return model.constant(name, numbers::numbers, length);
    }

    /** A vector whose numbers stand for channels. */
    private String perChannel(String name, long channels) {
        Parameter numbers = weights.take(name, channels);
        return model.constant(name, numbers::numbers, channels, 1, 1);
    }

    private String scalar(String name, float value) {
        return model.constant(name, () -> new float[] {value});
    }
}
