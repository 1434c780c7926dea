package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * MobileFaceNet (Chen et al., "MobileFaceNets: Efficient CNNs for Accurate Real-Time Face Verification on Mobile
 * Devices", CCBR 2018, table 1), the backbone of eDifFIQA(T). Its features have length 1.
 *
 * @param prefix what stands in front of all names of weights
 * @param channels the channels of the first layer
 * @param stages three stages, each of half the side
 * @param wide the channels that are filtered last
 * @param dimension the length of the features
 */
public record MobileFaceNet(String prefix, long channels, List<Stage> stages, long wide, long dimension)
        implements Backbone {

    private static final List<String> SHRINKING = List.of("conv_23", "conv_34", "conv_45");
    private static final List<String> REPEATING = List.of("conv_3", "conv_4", "conv_5");

    /**
     * A bottleneck that halves the side, then bottlenecks beside their inputs.
     *
     * @param inner the channels inside the first one
     * @param out the channels of the result
     * @param repeated the channels inside each of the others
     */
    public record Stage(long inner, long out, List<Long> repeated) {

        /** Copies the list. */
        public Stage {
            repeated = List.copyOf(repeated);
        }

        private static Stage of(NetworkWeights weights, int stage) {
            String repeating = REPEATING.get(stage) + ".model";
            return new Stage(
                    outputs(weights, SHRINKING.get(stage) + ".conv.conv"),
                    outputs(weights, SHRINKING.get(stage) + ".project.conv"),
                    IntStream.range(0, weights.parts(repeating))
                            .mapToObj(i -> outputs(weights, repeating + "." + i + ".conv.conv"))
                            .toList());
        }
    }

    /** Copies the list. */
    public MobileFaceNet {
        stages = List.copyOf(stages);
    }

    /**
     * The published network of any width.
     *
     * @param channels the channels of the first layer, as published 64; all others follow
     */
    public static MobileFaceNet published(String prefix, long channels, long dimension) {
        return new MobileFaceNet(
                prefix,
                channels,
                List.of(
                        new Stage(2 * channels, channels, Collections.nCopies(4, 2 * channels)),
                        new Stage(4 * channels, 2 * channels, Collections.nCopies(6, 4 * channels)),
                        new Stage(8 * channels, 2 * channels, Collections.nCopies(2, 4 * channels))),
                8 * channels,
                dimension);
    }

    static boolean fits(NetworkWeights weights) {
        return weights.has("conv2_dw.conv.weight") || weights.has("conv_6_dw.conv.weight");
    }

    static MobileFaceNet of(NetworkWeights weights) {
        return new MobileFaceNet(
                "",
                outputs(weights, "conv1.conv"),
                IntStream.range(0, SHRINKING.size()).mapToObj(stage -> Stage.of(weights, stage)).toList(),
                outputs(weights, "conv_6_sep.conv"),
                outputs(weights, "linear"));
    }

    private static long outputs(NetworkWeights weights, String layer) {
        return weights.size(layer + ".weight", 0);
    }

    @Override
    public String variant() {
        return "MobileFaceNet";
    }

    /** The channels of the last maps of 7 x 7. */
    public long mapChannels() {
        return stages.get(stages.size() - 1).out();
    }

    @Override
    public <T> T features(NetworkOperators<T> operators, T faces) {
        return featuresOfMaps(operators, maps(operators, faces));
    }

    /**
     * The last maps.
     *
     * @param faces {@code [n,3,112,112]}
     * @return {@code [n,mapChannels,7,7]}
     */
    public <T> T maps(NetworkOperators<T> operators, T faces) {
        return new Pass<>(this, operators).maps(faces);
    }

    /**
     * The features of the last maps, an output of the network.
     *
     * @return {@code [n,dimension]}
     */
    public <T> T featuresOfMaps(NetworkOperators<T> operators, T maps) {
        return new Pass<>(this, operators).features(maps);
    }

    /** One way through the network. */
    private record Pass<T>(MobileFaceNet network, NetworkOperators<T> operators) {

        T maps(T faces) {
            long channels = network.channels;
            T maps = activated(faces, Convolution.of("conv1", 3, channels, 3).stride(2));
            maps = activated(maps, Convolution.of("conv2_dw", channels, channels, 3).perChannel());
            for (int i = 0; i < network.stages.size(); i++) {
                Stage stage = network.stages.get(i);
                maps = bottleneck(maps, SHRINKING.get(i), channels, stage.inner, stage.out, 2);
                maps = repeated(maps, REPEATING.get(i) + ".model", stage);
                channels = stage.out;
            }
            return maps;
        }

        T features(T maps) {
            long wide = network.wide;
            T widened = activated(maps, Convolution.of("conv_6_sep", network.mapChannels(), wide, 1));
            T filtered = normalized(
                    widened, Convolution.of("conv_6_dw", wide, wide, LAST_SIDE).padding(0).perChannel());
            T vectors = operators.normalizedLinear(
                    operators.flat(filtered, wide),
                    Linear.unbiased(network.prefix + "linear", wide, network.dimension),
                    Normalization.of(network.prefix + "bn", network.dimension));
            return operators.naming(FEATURES).unit(vectors);
        }

        private T repeated(T maps, String name, Stage stage) {
            T sum = maps;
            for (int i = 0; i < stage.repeated.size(); i++) {
                T deep = bottleneck(sum, name + "." + i, stage.out, stage.repeated.get(i), stage.out, 1);
                sum = operators.sum(sum, deep);
            }
            return sum;
        }

        /** Widens, filters each channel, narrows. */
        private T bottleneck(T maps, String name, long in, long inner, long out, int stride) {
            T wide = activated(maps, Convolution.of(name + ".conv", in, inner, 1));
            T filtered =
                    activated(wide, Convolution.of(name + ".conv_dw", inner, inner, 3).stride(stride).perChannel());
            return normalized(filtered, Convolution.of(name + ".project", inner, out, 1));
        }

        private T activated(T maps, Convolution layer) {
            return operators.prelu(
                    normalized(maps, layer), network.prefix + layer.name() + ".prelu", layer.out());
        }

        private T normalized(T maps, Convolution layer) {
            String name = network.prefix + layer.name();
            return operators.normalizedConvolution(
                    maps, layer.named(name + ".conv"), Normalization.of(name + ".bn", layer.out()));
        }
    }
}
