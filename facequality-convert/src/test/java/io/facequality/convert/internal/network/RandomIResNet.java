package io.facequality.convert.internal.network;

import io.facequality.convert.internal.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A residual network with random weights, and what it computes, written down a second time: one loop for each layer, in
 * double precision, without any of the shortcuts that the builder takes.
 */
public final class RandomIResNet {

    private static final double EPSILON = 1e-5;
    private static final int NARROW_DIMENSION = 5;
    private static final int NARROW_HIDDEN = 6;
    private static final double UNIFORM_DEVIATION = 1 / Math.sqrt(12);

    private final SplittableRandom random = new SplittableRandom(11);
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> read = new LinkedHashMap<>();
    private final int[] blocks;

    /** One with few features and a small head. */
    public RandomIResNet(int[] widths, int[] blocks) {
        this(widths, blocks, NARROW_DIMENSION, NARROW_HIDDEN);
    }

    private RandomIResNet(int[] widths, int[] blocks, int dimension, int hidden) {
        this.blocks = blocks.clone();
        layer("conv1", widths[0], 3, 3, 3);
        normalization("bn1", widths[0]);
        positive("prelu.weight", widths[0]);
        int in = widths[0];
        for (int i = 0; i < blocks.length; i++) {
            for (int j = 0; j < blocks[i]; j++) {
                block("layer" + (i + 1) + "." + j, in, widths[i], j == 0);
                in = widths[i];
            }
        }
        normalization("bn2", in);
        layer("fc", dimension, in * 49L);
        vector("fc.bias", dimension);
        normalization("features", dimension);
        layer("mlp.l1", hidden, dimension);
        vector("mlp.l1.bias", hidden);
        layer("mlp.l2", 1, hidden);
        vector("mlp.l2.bias", 1);
    }

    /** One as large as the published eDifFIQA(L): 65.7 million numbers. */
    public static RandomIResNet ofTheLargestKind() {
        return new RandomIResNet(new int[] {64, 128, 256, 512}, new int[] {3, 13, 30, 3}, 512, 1024);
    }

    private void block(String name, int in, int out, boolean first) {
        normalization(name + ".bn1", in);
        layer(name + ".conv1", out, in, 3, 3);
        normalization(name + ".bn2", out);
        positive(name + ".prelu.weight", out);
        layer(name + ".conv2", out, out, 3, 3);
        normalization(name + ".bn3", out);
        if (first) {
            layer(name + ".downsample.0", out, in, 1, 1);
            normalization(name + ".downsample.1", out);
        }
    }

    private void layer(String name, long... shape) {
        double size = Math.sqrt((double) shape[0] / LongStream.of(shape).reduce(1, (a, b) -> a * b));
        put(name + ".weight", size, 0, shape);
    }

    private void normalization(String name, long channels) {
        positive(name + ".weight", channels);
        vector(name + ".bias", channels);
        vector(name + ".running_mean", channels);
        positive(name + ".running_var", channels);
    }

    private void vector(String name, long length) {
        put(name, 0.3, 0, length);
    }

    private void positive(String name, long length) {
        put(name, 0.05, 0.7, length);
    }

    private void put(String name, double size, double middle, long... shape) {
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (middle + size * (random.nextDouble() - 0.5) / UNIFORM_DEVIATION);
        }
        tensors.put(name, Tensor.of(values, shape));
    }

    /** The weights by their published names. */
    public Map<String, Tensor> tensors() {
        return new LinkedHashMap<>(tensors);
    }

    /** Its features by the network under test. */
    public <T> T features(NetworkOperators<T> operators, T faces) {
        return IResNet.of(new NetworkWeights(tensors)).features(operators, faces);
    }

    /** The names of the blocks, in the order in which they run. */
    List<String> blocks() {
        return IntStream.range(0, blocks.length)
                .boxed()
                .flatMap(i -> IntStream.range(0, blocks[i]).mapToObj(j -> "layer" + (i + 1) + "." + j))
                .toList();
    }

    /** The features and, last, the quality of one image of three channels. */
    public double[] featuresAndQuality(double[][] image) {
        double[][] maps = stem(image);
        for (String block : blocks()) {
            maps = block(maps, block);
        }
        return featuresAndQualityOfMaps(maps);
    }

    /** What comes before the first block. */
    double[][] stem(double[][] image) {
        return rectified(normalized(convolved(image, "conv1", 3, 1), "bn1"), "prelu");
    }

    /** The features and, last, the quality of what the last block gave. */
    double[] featuresAndQualityOfMaps(double[][] last) {
        double[][] maps = normalized(last, "bn2");
        double[] flat = new double[maps.length * maps[0].length];
        for (int channel = 0; channel < maps.length; channel++) {
            System.arraycopy(maps[channel], 0, flat, channel * maps[channel].length, maps[channel].length);
        }
        double[] features = product(flat, "fc");
        for (int i = 0; i < features.length; i++) {
            features[i] = normalized(features[i], "features", i);
        }
        double[] hidden = product(features, "mlp.l1");
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = hidden[i] * 0.5 * (1 + errorFunction(hidden[i] / Math.sqrt(2)));
        }
        double[] all = java.util.Arrays.copyOf(features, features.length + 1);
        all[features.length] = product(hidden, "mlp.l2")[0];
        return all;
    }

    /** What a block makes of the maps of the one before. */
    double[][] block(double[][] maps, String name) {
        int stride = name.endsWith(".0") ? 2 : 1;
        double[][] inner = normalized(convolved(normalized(maps, name + ".bn1"), name + ".conv1", 3, 1), name + ".bn2");
        double[][] deep =
                normalized(convolved(rectified(inner, name + ".prelu"), name + ".conv2", 3, stride), name + ".bn3");
        double[][] beside = tensors.containsKey(name + ".downsample.0.weight")
                ? normalized(convolved(maps, name + ".downsample.0", 1, stride), name + ".downsample.1")
                : maps;
        for (int channel = 0; channel < deep.length; channel++) {
            for (int i = 0; i < deep[channel].length; i++) {
                deep[channel][i] += beside[channel][i];
            }
        }
        return deep;
    }

    private double[][] convolved(double[][] maps, String name, int kernel, int stride) {
        float[] weights = numbers(name + ".weight");
        int side = (int) Math.sqrt(maps[0].length);
        int outSide = side / stride;
        int outputs = weights.length / maps.length / kernel / kernel;
        double[][] result = new double[outputs][outSide * outSide];
        for (int output = 0; output < outputs; output++) {
            for (int y = 0; y < outSide; y++) {
                for (int x = 0; x < outSide; x++) {
                    double sum = 0;
                    for (int input = 0; input < maps.length; input++) {
                        for (int i = 0; i < kernel * kernel; i++) {
                            int row = y * stride + i / kernel - kernel / 2;
                            int column = x * stride + i % kernel - kernel / 2;
                            if (row >= 0 && row < side && column >= 0 && column < side) {
                                sum += maps[input][row * side + column]
                                        * weights[(output * maps.length + input) * kernel * kernel + i];
                            }
                        }
                    }
                    result[output][y * outSide + x] = sum;
                }
            }
        }
        return result;
    }

    private double[][] normalized(double[][] maps, String name) {
        double[][] result = new double[maps.length][maps[0].length];
        for (int channel = 0; channel < maps.length; channel++) {
            for (int i = 0; i < maps[channel].length; i++) {
                result[channel][i] = normalized(maps[channel][i], name, channel);
            }
        }
        return result;
    }

    private double normalized(double value, String name, int channel) {
        double deviation = Math.sqrt(numbers(name + ".running_var")[channel] + EPSILON);
        return (value - numbers(name + ".running_mean")[channel]) / deviation * numbers(name + ".weight")[channel]
                + numbers(name + ".bias")[channel];
    }

    private double[][] rectified(double[][] maps, String name) {
        float[] slopes = numbers(name + ".weight");
        double[][] result = new double[maps.length][maps[0].length];
        for (int channel = 0; channel < maps.length; channel++) {
            for (int i = 0; i < maps[channel].length; i++) {
                double value = maps[channel][i];
                result[channel][i] = value < 0 ? value * slopes[channel] : value;
            }
        }
        return result;
    }

    private double[] product(double[] vector, String name) {
        float[] matrix = numbers(name + ".weight");
        double[] result = new double[matrix.length / vector.length];
        for (int row = 0; row < result.length; row++) {
            result[row] = numbers(name + ".bias")[row];
            for (int i = 0; i < vector.length; i++) {
                result[row] += matrix[row * vector.length + i] * vector[i];
            }
        }
        return result;
    }

    /** The series, which loses all digits far from 0, where the function is 1 but for 2e-8. */
    private static double errorFunction(double x) {
        if (Math.abs(x) > 4) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private float[] numbers(String name) {
        return read.computeIfAbsent(name, key -> tensors.get(key).floats());
    }
}
