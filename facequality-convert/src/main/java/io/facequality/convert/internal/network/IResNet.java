package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The improved residual network of the ArcFace family (Deng et al. 2019, Duta et al. 2020), the backbone of
 * eDifFIQA(S), (M) and (L), of any depth and width.
 *
 * @param width the channels of the first layer
 * @param layers four layers of blocks, each of half the side
 * @param dimension the length of the features
 */
record IResNet(long width, List<List<Block>> layers, long dimension) implements Backbone {

    private static final int LAYERS = 4;

    private static final Map<List<Integer>, String> DEPTHS = Map.of(
            List.of(2, 2, 2, 2), "18",
            List.of(3, 4, 6, 3), "34",
            List.of(3, 4, 14, 3), "50",
            List.of(3, 13, 30, 3), "100");

    /**
     * A residual block.
     *
     * @param name what its weights' names begin with
     * @param in input channels
     * @param out output channels
     * @param stride 2 where it halves the side
     * @param projected whether a convolution lies beside it
     */
    record Block(String name, long in, long out, int stride, boolean projected) {}

    IResNet {
        layers = layers.stream().map(List::copyOf).toList();
    }

    static boolean fits(NetworkWeights weights) {
        return weights.parts("layer1") > 0;
    }

    static IResNet of(NetworkWeights weights) {
        long width = weights.size("conv1.weight", 0);
        List<List<Block>> layers = new ArrayList<>();
        long in = width;
        for (int layer = 1; layer <= LAYERS; layer++) {
            List<Block> blocks = new ArrayList<>();
            for (int i = 0; i < weights.parts("layer" + layer); i++) {
                Block block = block(weights, "layer" + layer + "." + i, in, i == 0 ? 2 : 1);
                blocks.add(block);
                in = block.out;
            }
            layers.add(blocks);
        }
        return new IResNet(width, layers, weights.size("fc.weight", 0));
    }

    private static Block block(NetworkWeights weights, String name, long in, int stride) {
        long out = weights.size(name + ".conv1.weight", 0);
        boolean projected = stride > 1 || in != out || weights.has(name + ".downsample.0.weight");
        return new Block(name, in, out, stride, projected);
    }

    @Override
    public String variant() {
        List<Integer> depths = layers.stream().map(List::size).toList();
        return DEPTHS.containsKey(depths)
                ? "IResNet-" + DEPTHS.get(depths)
                : "IResNet of blocks " + depths.stream().map(Object::toString).collect(Collectors.joining("-"));
    }

    @Override
    public <T> T features(NetworkOperators<T> operators, T faces) {
        T maps = operators.normalizedConvolution(
                faces, Convolution.of("conv1", 3, width, 3), Normalization.of("bn1", width));
        maps = operators.prelu(maps, "prelu", width);
        long channels = width;
        for (List<Block> blocks : layers) {
            for (Block block : blocks) {
                maps = residual(operators, maps, block);
                channels = block.out;
            }
        }
        return operators
                .naming(FEATURES)
                .normalizedLinear(
                        maps,
                        Normalization.of("bn2", channels),
                        Linear.of("fc", channels * LAST_SIDE * LAST_SIDE, dimension),
                        Normalization.of("features", dimension));
    }

    private static <T> T residual(NetworkOperators<T> operators, T maps, Block block) {
        String name = block.name;
        long out = block.out;
        T normalized = operators.normalized(maps, Normalization.of(name + ".bn1", block.in));
        T inner = operators.normalizedConvolution(
                normalized, Convolution.of(name + ".conv1", block.in, out, 3), Normalization.of(name + ".bn2", out));
        T deep = operators.normalizedConvolution(
                operators.prelu(inner, name + ".prelu", out),
                Convolution.of(name + ".conv2", out, out, 3).stride(block.stride),
                Normalization.of(name + ".bn3", out));
        T beside = block.projected
                ? operators.normalizedConvolution(
                        maps,
                        Convolution.of(name + ".downsample.0", block.in, out, 1).stride(block.stride),
                        Normalization.of(name + ".downsample.1", out))
                : maps;
        return operators.sum(deep, beside);
    }
}
