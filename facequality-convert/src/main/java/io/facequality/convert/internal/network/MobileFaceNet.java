package io.facequality.convert.internal.network;

import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Linear;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import java.util.ArrayList;
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

    /** The side of the first maps. */
    private static final int FIRST_SIDE = 56;

    private static final String PROJECTION = ".project";
    private static final String NORMALIZATION = ".bn";
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

    /** What maps a block gives: so many channels, of so many positions on a side. */
    public record MapShape(int channels, int side) {}

    /** The maps after each block: the first layers with the first bottleneck, then each bottleneck. */
    public List<MapShape> blocks() {
        List<MapShape> blocks = new ArrayList<>();
        int side = FIRST_SIDE;
        for (Stage stage : stages) {
            side /= 2;
            MapShape shape = new MapShape(Math.toIntExact(stage.out), side);
            blocks.addAll(Collections.nCopies(1 + stage.repeated.size(), shape));
        }
        return blocks;
    }

    /** The name of the normalization that a block ends with. */
    public String lastNormalization(int block) {
        return prefix + Place.of(this, block).name() + PROJECTION + NORMALIZATION;
    }

    @Override
    public <T> T features(NetworkOperators<T> operators, T faces) {
        T maps = faces;
        for (int block = 0; block < blocks().size(); block++) {
            maps = block(operators, block, maps);
        }
        return featuresOfVectors(operators, vectors(operators, maps));
    }

    /**
     * One block.
     *
     * @param maps those of the block before; faces {@code [n,3,112,112]} for the first
     * @return {@code [n,channels,side,side]}, as {@link #blocks} says
     */
    public <T> T block(NetworkOperators<T> operators, int block, T maps) {
        return new Pass<>(this, operators).block(Place.of(this, block), maps);
    }

    /**
     * A vector of the last maps: one number for each channel, before the features.
     *
     * @return {@code [n,wide]}
     */
    public <T> T vectors(NetworkOperators<T> operators, T maps) {
        return new Pass<>(this, operators).vectors(maps);
    }

    /**
     * The features, an output of the network.
     *
     * @param vectors {@code [n,wide]}
     * @return {@code [n,dimension]}
     */
    public <T> T featuresOfVectors(NetworkOperators<T> operators, T vectors) {
        T features = operators.normalizedLinear(
                vectors,
                Linear.unbiased(prefix + "linear", wide, dimension),
                Normalization.of(prefix + "bn", dimension));
        return operators.naming(FEATURES).unit(features);
    }

    /**
     * Where a block is.
     *
     * @param stage the number of its stage
     * @param repetition 0 for the bottleneck that halves the side, then 1 and so on
     */
    private record Place(int stage, int repetition) {

        static Place of(MobileFaceNet network, int block) {
            int stage = 0;
            int repetition = block;
            while (repetition > network.stages.get(stage).repeated.size()) {
                repetition -= 1 + network.stages.get(stage).repeated.size();
                stage++;
            }
            return new Place(stage, repetition);
        }

        String name() {
            return repetition == 0 ? SHRINKING.get(stage) : REPEATING.get(stage) + ".model." + (repetition - 1);
        }
    }

    /** One way through the network. */
    private record Pass<T>(MobileFaceNet network, NetworkOperators<T> operators) {

        T block(Place place, T maps) {
            Stage stage = network.stages.get(place.stage);
            String name = place.name();
            if (place.repetition > 0) {
                long inner = stage.repeated.get(place.repetition - 1);
                return operators.sum(maps, bottleneck(maps, name, stage.out, inner, stage.out, 1));
            }
            return place.stage == 0
                    ? bottleneck(first(maps), name, network.channels, stage.inner, stage.out, 2)
                    : bottleneck(maps, name, network.stages.get(place.stage - 1).out, stage.inner, stage.out, 2);
        }

        private T first(T faces) {
            long channels = network.channels;
            T maps = activated(faces, Convolution.of("conv1", 3, channels, 3).stride(2));
            return activated(maps, Convolution.of("conv2_dw", channels, channels, 3).perChannel());
        }

        T vectors(T maps) {
            long wide = network.wide;
            long channels = network.stages.get(network.stages.size() - 1).out;
            T widened = activated(maps, Convolution.of("conv_6_sep", channels, wide, 1));
            T filtered = normalized(
                    widened, Convolution.of("conv_6_dw", wide, wide, LAST_SIDE).padding(0).perChannel());
            return operators.flat(filtered, wide);
        }

        /** Widens, filters each channel, narrows. */
        private T bottleneck(T maps, String name, long in, long inner, long out, int stride) {
            T wide = activated(maps, Convolution.of(name + ".conv", in, inner, 1));
            T filtered =
                    activated(wide, Convolution.of(name + ".conv_dw", inner, inner, 3).stride(stride).perChannel());
            return normalized(filtered, Convolution.of(name + PROJECTION, inner, out, 1));
        }

        private T activated(T maps, Convolution layer) {
            return operators.prelu(
                    normalized(maps, layer), network.prefix + layer.name() + ".prelu", layer.out());
        }

        private T normalized(T maps, Convolution layer) {
            String name = network.prefix + layer.name();
            return operators.normalizedConvolution(
                    maps, layer.named(name + ".conv"), Normalization.of(name + NORMALIZATION, layer.out()));
        }
    }
}
