package io.facequality.distill.training;

import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.distill.checkpoint.Checkpoint;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.network.Network;
import io.facequality.distill.training.Operators.Convolution;
import io.facequality.distill.training.Operators.Linear;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The student of eDifFIQA(T): MobileFaceNet (Chen et al., "MobileFaceNets: Efficient CNNs for Accurate Real-Time Face
 * Verification on Mobile Devices", CCBR 2018), whose features have length 1, and a head on them. Names are those of the
 * published weights.
 *
 * @param channels the channels of the first layer: 64 as published; all others follow
 * @param dimension the length of the features, which is the teacher's
 * @param hidden the units of the head
 */
record StudentNetwork(int channels, int dimension, int hidden) implements Student {

    static final int PUBLISHED_CHANNELS = 64;
    static final String BACKBONE = "base_model.";
    static final String HEAD = "mlp.";

    @Override
    public <T> Output<T> apply(Operators<T> operators, T picture) {
        T map = map(operators, picture);
        T features = features(operators, map);
        return new Output<>(features, score(operators, features), map);
    }

    @Override
    public int mapChannels() {
        return 2 * channels;
    }

    private <T> T map(Operators<T> operators, T picture) {
        int c = channels;
        T x = block(operators, picture, new Convolution("conv1", FirstWeights.COLOURS, c, 3, 2, 1, 1));
        x = block(operators, x, new Convolution("conv2_dw", c, c, 3, 1, 1, c));
        x = bottleneck(operators, x, "conv_23", c, 2 * c, c, 2);
        x = residual(operators, x, "conv_3", 4, c, 2 * c);
        x = bottleneck(operators, x, "conv_34", c, 4 * c, 2 * c, 2);
        x = residual(operators, x, "conv_4", 6, 2 * c, 4 * c);
        x = bottleneck(operators, x, "conv_45", 2 * c, 8 * c, 2 * c, 2);
        return residual(operators, x, "conv_5", 2, 2 * c, 4 * c);
    }

    private <T> T features(Operators<T> operators, T map) {
        int c = channels;
        T x = block(operators, map, new Convolution("conv_6_sep", 2 * c, 8 * c, 1, 1, 0, 1));
        x = linearBlock(operators, x, new Convolution("conv_6_dw", 8 * c, 8 * c, LAST_SIDE, 1, 0, 8 * c));
        x = operators.linear(
                operators.flat(x, 8 * c), new Linear(BACKBONE + "linear", 8 * c, dimension, false));
        return operators.unit(operators.normalised(x, BACKBONE + "bn", dimension), dimension);
    }

    private <T> T score(Operators<T> operators, T features) {
        T units = operators.linear(features, new Linear(HEAD + "l1", dimension, hidden, true));
        return operators.linear(operators.gelu(units), new Linear(HEAD + "l2", hidden, 1, true));
    }

    private static <T> T residual(Operators<T> operators, T x, String name, int blocks, int channels, int inner) {
        T sum = x;
        for (int i = 0; i < blocks; i++) {
            T block = bottleneck(operators, sum, name + ".model." + i, channels, inner, channels, 1);
            sum = operators.sum(sum, block);
        }
        return sum;
    }

    /** Widens, filters each channel, narrows. */
    private static <T> T bottleneck(
            Operators<T> operators, T x, String name, int in, int inner, int out, int stride) {
        T wide = block(operators, x, new Convolution(name + ".conv", in, inner, 1, 1, 0, 1));
        T filtered =
                block(operators, wide, new Convolution(name + ".conv_dw", inner, inner, 3, stride, 1, inner));
        return linearBlock(operators, filtered, new Convolution(name + ".project", inner, out, 1, 1, 0, 1));
    }

    private static <T> T block(Operators<T> operators, T x, Convolution layer) {
        return operators.rectified(
                linearBlock(operators, x, layer), BACKBONE + layer.name() + ".prelu", layer.out());
    }

    private static <T> T linearBlock(Operators<T> operators, T x, Convolution layer) {
        String name = BACKBONE + layer.name();
        Convolution named = new Convolution(
                name + ".conv", layer.in(), layer.out(), layer.kernel(), layer.stride(), layer.padding(), layer.groups());
        return operators.normalised(operators.convolution(x, named), name + ".bn", layer.out());
    }

    /** Whether a tensor belongs to the head, which has a rate of its own. */
    static boolean isHead(String tensor) {
        return tensor.startsWith(HEAD);
    }

    /** Whether a tensor is one that batch normalisation keeps by itself, without a gradient. */
    static boolean isRunning(String tensor) {
        return tensor.endsWith(".running_mean") || tensor.endsWith(".running_var");
    }

    /**
     * Weights to start from, of a file with published ones. A head that the file lacks, or one of another size, starts
     * anew.
     *
     * @throws ModelException if a tensor of the backbone is missing or of another shape
     */
    Map<String, Tensor> weightsOf(Path file, long seed) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Tensor> found =
                    Network.withoutBackbonePrefix(checkpoint.groups().getOrDefault("", Map.of()));
            Map<String, Tensor> weights = new LinkedHashMap<>(firstWeights(seed));
            weights.replaceAll((name, first) -> {
                Tensor tensor = found.get(name.startsWith(BACKBONE) ? name.substring(BACKBONE.length()) : name);
                if (tensor != null && tensor.shape().equals(first.shape())) {
                    return Tensor.of(tensor.floats(), sizes(tensor));
                }
                if (isHead(name)) {
                    return first;
                }
                throw new ModelException(new Problem(
                        "cannot start from the weights", file.toString(), name + " " + first,
                        tensor == null ? "no such tensor" : tensor.toString(),
                        "Choose the student and the teacher that the weights are for."));
            });
            return weights;
        }
    }

    static long[] sizes(Tensor tensor) {
        return tensor.shape().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public byte[] export(Map<String, Tensor> weights, String version, Map<String, String> provenance) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Network.of(weights, Network.Precision.FLOAT32, Network.Unknown.REFUSE, "the trained student")
                    .build("facequality", version, provenance)
                    .writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
