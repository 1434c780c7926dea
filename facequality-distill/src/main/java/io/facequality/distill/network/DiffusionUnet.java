package io.facequality.distill.network;

import io.facequality.distill.network.Layers.Window;
import io.facequality.onnx.graph.Attribute;
import io.facequality.onnx.graph.ModelBuilder;
import io.facequality.onnx.graph.ModelBuilder.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * DifFIQA's network, which takes the noise from a picture (Babnik et al. 2023; the architecture is the U-Net of Ho et
 * al. 2020 with weight-standardised convolutions and linear attention). Input {@code x [n,3,112,112]} and the time
 * {@code t [n]}; output {@code x0 [n,3,112,112]}. How many levels there are and how wide they are, the weights tell.
 *
 * <p>What depends on the weights alone is computed here and not at each run: the standardised kernels, the gains of the
 * normalisations in front of attention, the constant factors of linear attention, the one that is added to each scale.
 */
final class DiffusionUnet {

    private static final int SIDE = 112;
    private static final int CHANNELS = 3;
    private static final int HEADS = 4;
    private static final int HEAD_WIDTH = 32;
    private static final int GROUPS = 8;
    private static final float EPSILON = 1e-5f;

    /** What the similarity of unit vectors is multiplied by before the softmax. */
    private static final float SIMILARITY_SCALE = 10;

    /** PyTorch's normalisation of a vector divides by no less. */
    private static final float LEAST_NORM = 1e-12f;

    /** The longest wave of the sinusoids that stand for a time is this many times the shortest. */
    private static final double LONGEST_WAVE = 10_000;

    private final ModelBuilder model;
    private final NetworkWeights weights;
    private final Layers layers;
    private String time = "";
    private long timeWidth;

    private DiffusionUnet(ModelBuilder model, NetworkWeights weights) {
        this.model = model;
        this.weights = weights;
        this.layers = new Layers(model, weights);
    }

    static boolean fits(NetworkWeights weights) {
        return weights.has("init_conv.weight") || weights.has("time_mlp.1.weight");
    }

    static String name(NetworkWeights weights) {
        return "diffusion UNet of dimension " + weights.size("init_conv.weight", 0) + ", "
                + weights.parts("downs") + " levels";
    }

    /** Adds the network to a model, with its inputs and its output. */
    static void build(ModelBuilder model, NetworkWeights weights) {
        new DiffusionUnet(model, weights).build();
    }

    /** Feature maps with their sizes. */
    private record Maps(String value, long channels, int side) {}

    private void build() {
        String picture = model.input("x", Element.FLOAT32, ModelBuilder.OPEN, CHANNELS, SIDE, SIDE);
        String instant = model.input("t", Element.INT64, ModelBuilder.OPEN);
        long width = weights.size("init_conv.weight", 0);
        String first = layers.convolution(picture, "init_conv", CHANNELS, width, Window.of(7, 1), true);
        time = layers.silu(time(instant, width));
        Maps maps = new Maps(first, width, SIDE);
        Deque<Maps> stored = new ArrayDeque<>();
        int levels = weights.parts("downs");
        for (int level = 0; level < levels; level++) {
            maps = down(maps, "downs." + level, level == levels - 1, stored);
        }
        maps = residual(maps, "mid_block1", maps.channels);
        maps = fullAttention(maps, "mid_attn");
        maps = residual(maps, "mid_block2", maps.channels);
        for (int level = 0; level < levels; level++) {
            maps = up(maps, "ups." + level, level == levels - 1, stored);
        }
        maps = residual(joined(maps, new Maps(first, width, SIDE)), "final_res_block", width);
        Parameter kernels = weights.take("final_conv.weight", CHANNELS, width, 1, 1);
        model.namedNode("x0", "Conv", List.of(
                maps.value,
                model.weights("final_conv.weight", kernels::rows, kernels.shape()),
                layers.vector("final_conv.bias", CHANNELS)));
        model.output("x0", ModelBuilder.OPEN, CHANNELS, SIDE, SIDE);
    }

    /** Sinusoids of the time, then two layers. */
    private String time(String instant, long width) {
        timeWidth = weights.size("time_mlp.1.weight", 0);
        int half = (int) (width / 2);
        String column = model.node(
                "Unsqueeze",
                List.of(model.node("Cast", List.of(instant), Attribute.integer("to", 1)), model.integers("axis", 1)));
        String phases = model.node(
                "Mul", List.of(column, model.constant("frequencies", () -> frequencies(half), 1, half)));
        String waves = model.node(
                "Concat",
                List.of(model.node("Sin", List.of(phases)), model.node("Cos", List.of(phases))),
                Attribute.integer("axis", 1));
        String hidden = layers.gelu(layers.product(waves, "time_mlp.1", width, timeWidth));
        return layers.product(hidden, "time_mlp.3", timeWidth, timeWidth);
    }

    /** In single precision, step by step, as the published code has them. */
    private static float[] frequencies(int count) {
        float step = -(float) (Math.log(LONGEST_WAVE) / (count - 1));
        float[] frequencies = new float[count];
        for (int i = 0; i < count; i++) {
            frequencies[i] = (float) Math.exp(i * step);
        }
        return frequencies;
    }

    private Maps down(Maps from, String name, boolean last, Deque<Maps> stored) {
        Maps maps = residual(from, name + ".0", from.channels);
        stored.push(maps);
        maps = linearAttention(residual(maps, name + ".1", from.channels), name + ".2");
        stored.push(maps);
        long out = weights.size(name + ".3.weight", 0);
        Window window = last ? Window.of(3, 1) : new Window(4, 2, 1, 1);
        return new Maps(
                layers.convolution(maps.value, name + ".3", maps.channels, out, window, true),
                out,
                maps.side / window.stride());
    }

    private Maps up(Maps from, String name, boolean last, Deque<Maps> stored) {
        Maps maps = residual(joined(from, stored.pop()), name + ".0", from.channels);
        maps = residual(joined(maps, stored.pop()), name + ".1", from.channels);
        maps = linearAttention(maps, name + ".2");
        String convolution = last ? name + ".3" : name + ".3.1";
        long out = weights.size(convolution + ".weight", 0);
        String wider = last ? maps.value : twiceAsLarge(maps.value);
        return new Maps(
                layers.convolution(wider, convolution, maps.channels, out, Window.of(3, 1), true),
                out,
                last ? maps.side : maps.side * 2);
    }

    /** Nearest neighbours. */
    private String twiceAsLarge(String maps) {
        String scales = model.constant("twice", () -> new float[] {1, 1, 2, 2}, 4);
        return model.node(
                "Resize",
                List.of(maps, "", scales),
                Attribute.word("mode", "nearest"),
                Attribute.word("coordinate_transformation_mode", "asymmetric"),
                Attribute.word("nearest_mode", "floor"));
    }

    private Maps joined(Maps left, Maps right) {
        return new Maps(
                model.node("Concat", List.of(left.value, right.value), Attribute.integer("axis", 1)),
                left.channels + right.channels,
                left.side);
    }

    /** Two blocks, the first one scaled and shifted by the time, beside the input. */
    private Maps residual(Maps from, String name, long out) {
        Parameter matrix = weights.take(name + ".mlp.1.weight", 2 * out, timeWidth);
        Parameter bias = weights.take(name + ".mlp.1.bias", 2 * out);
        String spread = model.node("Reshape", List.of(
                layers.gemm(
                        time,
                        model.weights(name + ".mlp.1.weight", matrix::rows, matrix.shape()),
                        model.constant(name + ".mlp.1.bias", () -> withOneAdded(bias.numbers()), 2 * out)),
                model.integers("map", 0, 2 * out, 1, 1)));
        List<String> scaleAndShift = model.nodes("Split", List.of(spread), 2, Attribute.integer("axis", 1));
        String inner = standardised(from, name + ".block1", out);
        inner = model.node("Mul", List.of(inner, scaleAndShift.get(0)));
        inner = layers.silu(model.node("Add", List.of(inner, scaleAndShift.get(1))));
        String deep = layers.silu(standardised(new Maps(inner, out, from.side), name + ".block2", out));
        String beside = from.channels == out && !weights.has(name + ".res_conv.weight")
                ? from.value
                : layers.convolution(from.value, name + ".res_conv", from.channels, out, Window.of(1, 1), true);
        return new Maps(layers.add(deep, beside), out, from.side);
    }

    /** The first half is what is multiplied by, plus one. */
    private static float[] withOneAdded(float[] bias) {
        for (int i = 0; i < bias.length / 2; i++) {
            bias[i]++;
        }
        return bias;
    }

    /** A weight-standardised convolution and a normalisation of groups of channels. */
    private String standardised(Maps from, String name, long out) {
        Parameter kernels = weights.take(name + ".proj.weight", out, from.channels, 3, 3);
        String convolved = model.node(
                "Conv",
                List.of(
                        from.value,
                        model.weights(
                                name + ".proj.weight",
                                (first, end, target) -> standardise(kernels.rows(first, end, target), end - first),
                                kernels.shape()),
                        layers.vector(name + ".proj.bias", out)),
                Window.of(3, 1).attributes());
        String grouped = model.node("Reshape", List.of(convolved, model.integers("groups", 0, GROUPS, -1)));
        String normalised = model.node(
                "InstanceNormalization",
                List.of(
                        grouped,
                        model.constant("ones", () -> filled(1), GROUPS),
                        model.constant("zeros", () -> filled(0), GROUPS)),
                Attribute.real("epsilon", EPSILON));
        String ungrouped = model.node(
                "Reshape", List.of(normalised, model.integers("map", 0, out, from.side, from.side)));
        String scaled = model.node("Mul", List.of(ungrouped, channels(name + ".norm.weight", out)));
        return model.node("Add", List.of(scaled, channels(name + ".norm.bias", out)));
    }

    private static float[] filled(float value) {
        float[] numbers = new float[GROUPS];
        java.util.Arrays.fill(numbers, value);
        return numbers;
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

    private String channels(String name, long count) {
        Parameter numbers = weights.take(name, count);
        return model.constant(name, numbers::numbers, count, 1, 1);
    }

    /** Attention whose cost grows with the positions, not with their square (Shen et al. 2021), beside its input. */
    private Maps linearAttention(Maps from, String name) {
        int positions = from.side * from.side;
        List<String> parts = queriesKeysValues(from, name);
        String queries = model.node("Softmax", List.of(parts.get(0)), Attribute.integer("axis", 2));
        String keys = model.node("Softmax", List.of(parts.get(1)), Attribute.integer("axis", 3));
        String context = model.node("MatMul", List.of(parts.get(2), transposed(keys)));
        String out = ungrouped(model.node("MatMul", List.of(context, queries)), from);
        String projection = name + ".fn.fn.to_out.0";
        Parameter kernels = weights.take(projection + ".weight", from.channels, HEADS * HEAD_WIDTH, 1, 1);
        double scale = 1 / (Math.sqrt(HEAD_WIDTH) * positions);
        String projected = model.node("Conv", List.of(
                out,
                model.weights(
                        projection + ".weight",
                        (first, end, target) -> scaled(kernels.rows(first, end, target), scale),
                        kernels.shape()),
                layers.vector(projection + ".bias", from.channels)));
        String gained = model.node("Mul", List.of(
                centred(projected), gains(name + ".fn.fn.to_out.1.g", from.channels)));
        return new Maps(layers.add(gained, from.value), from.channels, from.side);
    }

    private static float[] scaled(float[] numbers, double scale) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (numbers[i] * scale);
        }
        return numbers;
    }

    /** Attention of each position to each, beside its input. The published layout normalises over the positions. */
    private Maps fullAttention(Maps from, String name) {
        List<String> parts = queriesKeysValues(from, name);
        String queries = model.node("Mul", List.of(
                unit(parts.get(0)), layers.scalar("similarity", SIMILARITY_SCALE)));
        String similarities = model.node("MatMul", List.of(transposed(queries), unit(parts.get(1))));
        String shares = model.node("Softmax", List.of(similarities), Attribute.integer("axis", 3));
        String out = ungrouped(model.node("MatMul", List.of(parts.get(2), transposed(shares))), from);
        String projected = layers.convolution(
                out, name + ".fn.fn.to_out", HEADS * HEAD_WIDTH, from.channels, Window.of(1, 1), true);
        return new Maps(layers.add(projected, from.value), from.channels, from.side);
    }

    private String unit(String vectors) {
        String norm = model.node(
                "ReduceL2", List.of(vectors), Attribute.integers("axes", 3), Attribute.integer("keepdims", 1));
        String divisor = model.node("Max", List.of(norm, layers.scalar("least", LEAST_NORM)));
        return model.node("Div", List.of(vectors, divisor));
    }

    /** Three values {@code [n,heads,width,positions]} of the normalised maps. */
    private List<String> queriesKeysValues(Maps from, String name) {
        int positions = from.side * from.side;
        long width = HEADS * HEAD_WIDTH;
        Parameter gain = weights.take(name + ".fn.norm.g", 1, from.channels, 1, 1);
        Parameter kernels = weights.take(name + ".fn.fn.to_qkv.weight", 3 * width, from.channels, 1, 1);
        String all = model.node("Conv", List.of(
                centred(from.value),
                model.weights(
                        name + ".fn.fn.to_qkv.weight",
                        (first, end, target) -> scaleColumns(kernels.rows(first, end, target), gain.numbers()),
                        kernels.shape())));
        return model.nodes("Split", List.of(all), 3, Attribute.integer("axis", 1)).stream()
                .map(part -> model.node(
                        "Reshape", List.of(part, model.integers("heads", 0, HEADS, HEAD_WIDTH, positions))))
                .toList();
    }

    private static float[] scaleColumns(float[] matrix, float[] scales) {
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] *= scales[i % scales.length];
        }
        return matrix;
    }

    private String ungrouped(String value, Maps like) {
        return model.node("Reshape", List.of(
                value, model.integers("map", 0, HEADS * HEAD_WIDTH, like.side, like.side)));
    }

    private String transposed(String value) {
        return model.node("Transpose", List.of(value), Attribute.integers("perm", 0, 1, 3, 2));
    }

    /** Mean 0 and variance 1 over the channels. */
    private String centred(String value) {
        Attribute[] overChannels = {Attribute.integers("axes", 1), Attribute.integer("keepdims", 1)};
        String difference = model.node("Sub", List.of(value, model.node("ReduceMean", List.of(value), overChannels)));
        String variance = model.node(
                "ReduceMean", List.of(model.node("Mul", List.of(difference, difference))), overChannels);
        String deviation = model.node("Sqrt", List.of(
                model.node("Add", List.of(variance, layers.scalar("epsilon", EPSILON)))));
        return model.node("Div", List.of(difference, deviation));
    }

    private String gains(String name, long channels) {
        Parameter numbers = weights.take(name, 1, channels, 1, 1);
        return model.constant(name, numbers::numbers, 1, channels, 1, 1);
    }
}
