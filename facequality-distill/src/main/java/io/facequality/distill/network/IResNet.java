package io.facequality.distill.network;

import io.facequality.distill.network.Layers.Window;
import io.facequality.onnx.graph.ModelBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The improved residual network of the ArcFace family (Deng et al. 2019, Duta et al. 2020), the backbone of
 * eDifFIQA(S), (M) and (L). How many blocks there are and how wide they are, the weights tell.
 */
final class IResNet implements Backbone {

    private static final int LAYERS = 4;
    private static final int LAST_SIDE = 7;

    private static final Map<List<Integer>, String> DEPTHS = Map.of(
            List.of(2, 2, 2, 2), "18",
            List.of(3, 4, 6, 3), "34",
            List.of(3, 4, 14, 3), "50",
            List.of(3, 13, 30, 3), "100");

    @Override
    public boolean fits(NetworkWeights weights) {
        return weights.parts("layer1") > 0;
    }

    @Override
    public String name(NetworkWeights weights) {
        List<Integer> blocks = blocks(weights);
        String depth = DEPTHS.getOrDefault(
                blocks, "of blocks " + blocks.stream().map(Object::toString).collect(Collectors.joining("-")));
        return DEPTHS.containsKey(blocks) ? "IResNet-" + depth : "IResNet " + depth;
    }

    private static List<Integer> blocks(NetworkWeights weights) {
        return IntStream.rangeClosed(1, LAYERS).mapToObj(i -> weights.parts("layer" + i)).toList();
    }

    @Override
    public Features build(ModelBuilder model, NetworkWeights weights, String input, String name) {
        Layers layers = new Layers(model, weights);
        long width = weights.size("conv1.weight", 0);
        String map = layers.normalisedConvolution(input, "conv1", "bn1", 3, width, Window.of(3, 1));
        map = layers.prelu(map, "prelu", width);
        List<Integer> blocks = blocks(weights);
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int i = 0; i < blocks.get(layer); i++) {
                String block = "layer" + (layer + 1) + "." + i;
                long out = weights.size(block + ".conv1.weight", 0);
                map = block(layers, weights, map, block, width, out, i == 0 ? 2 : 1);
                width = out;
            }
        }
        return features(model, weights, model.node("Flatten", List.of(map)), width, name);
    }

    private static String block(
            Layers layers, NetworkWeights weights, String map, String name, long in, long out, int stride) {
        String normalised = layers.normalisation(map, name + ".bn1", in);
        String inner =
                layers.normalisedConvolution(normalised, name + ".conv1", name + ".bn2", in, out, Window.of(3, 1));
        String deep = layers.normalisedConvolution(
                layers.prelu(inner, name + ".prelu", out), name + ".conv2", name + ".bn3", out, out,
                Window.of(3, stride));
        boolean changes = stride > 1 || in != out || weights.has(name + ".downsample.0.weight");
        String beside = changes
                ? layers.normalisedConvolution(
                        map, name + ".downsample.0", name + ".downsample.1", in, out, Window.of(1, stride))
                : map;
        return layers.add(deep, beside);
    }

    /** The normalisations before and after the product become part of it. */
    private static Features features(
            ModelBuilder model, NetworkWeights weights, String flat, long width, String name) {
        long dimension = weights.size("fc.weight", 0);
        int side = LAST_SIDE * LAST_SIDE;
        Parameter matrix = weights.take("fc.weight", dimension, width * side);
        Parameter bias = weights.take("fc.bias", dimension);
        ChannelAffine before = ChannelAffine.take(weights, "bn2", width);
        ChannelAffine after = ChannelAffine.take(weights, "features", dimension);
        String value = new Layers(model, weights).namedGemm(
                name,
                flat,
                model.weights(
                        "fc.weight",
                        (from, to, target) -> after.scaleOutputs(
                                scaleInputs(matrix.rows(from, to, target), before.scales(), side), from, to),
                        matrix.shape()),
                model.constant("fc.bias", () -> bias(matrix, bias, before, after), dimension));
        return new Features(value, dimension);
    }

    private static float[] scaleInputs(float[] matrix, double[] scales, int side) {
        int inputs = scales.length * side;
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) (matrix[i] * scales[i % inputs / side]);
        }
        return matrix;
    }

    private static float[] bias(Parameter matrix, Parameter bias, ChannelAffine before, ChannelAffine after) {
        double[] shifts = before.shifts();
        double[] scales = after.scales();
        double[] addends = after.shifts();
        float[] folded = bias.numbers();
        float[] row = new float[(int) matrix.shape()[1]];
        int side = row.length / shifts.length;
        for (int output = 0; output < folded.length; output++) {
            matrix.rows(output, output + 1, row);
            double sum = folded[output];
            for (int input = 0; input < row.length; input++) {
                sum += row[input] * shifts[input / side];
            }
            folded[output] = (float) (sum * scales[output] + addends[output]);
        }
        return folded;
    }
}
