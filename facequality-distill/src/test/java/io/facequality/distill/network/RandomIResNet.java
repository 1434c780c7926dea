package io.facequality.distill.network;

import io.facequality.distill.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A narrow residual network with random weights, and what it computes, written down a second time: one loop for each
 * layer, in double precision, without any of the shortcuts that the builder takes.
 */
final class RandomIResNet {

    private static final double EPSILON = 1e-5;
    private static final int DIMENSION = 5;
    private static final int HIDDEN = 6;

    private final Random random = new Random(11);
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, float[]> read = new LinkedHashMap<>();
    private final int[] blocks;

    RandomIResNet(int[] widths, int[] blocks) {
        this.blocks = blocks.clone();
        layer("conv1", widths[0], 3, 3, 3);
        normalisation("bn1", widths[0]);
        positive("prelu.weight", widths[0]);
        int in = widths[0];
        for (int i = 0; i < blocks.length; i++) {
            for (int j = 0; j < blocks[i]; j++) {
                block("layer" + (i + 1) + "." + j, in, widths[i], j == 0);
                in = widths[i];
            }
        }
        normalisation("bn2", in);
        layer("fc", DIMENSION, in * 49L);
        vector("fc.bias", DIMENSION);
        normalisation("features", DIMENSION);
        layer("mlp.l1", HIDDEN, DIMENSION);
        vector("mlp.l1.bias", HIDDEN);
        layer("mlp.l2", 1, HIDDEN);
        vector("mlp.l2.bias", 1);
    }

    private void block(String name, int in, int out, boolean first) {
        normalisation(name + ".bn1", in);
        layer(name + ".conv1", out, in, 3, 3);
        normalisation(name + ".bn2", out);
        positive(name + ".prelu.weight", out);
        layer(name + ".conv2", out, out, 3, 3);
        normalisation(name + ".bn3", out);
        if (first) {
            layer(name + ".downsample.0", out, in, 1, 1);
            normalisation(name + ".downsample.1", out);
        }
    }

    private void layer(String name, long... shape) {
        double size = Math.sqrt((double) shape[0] / LongStream.of(shape).reduce(1, (a, b) -> a * b));
        put(name + ".weight", size, 0, shape);
    }

    private void normalisation(String name, long channels) {
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
            values[i] = (float) (middle + size * random.nextGaussian());
        }
        tensors.put(name, Tensor.of(values, shape));
    }

    Map<String, Tensor> tensors() {
        return new LinkedHashMap<>(tensors);
    }

    /** The features and, last, the quality of one picture of three channels. */
    double[] judge(double[][] picture) {
        double[][] maps = rectified(normalised(convolved(picture, "conv1", 3, 1), "bn1"), "prelu");
        for (int i = 0; i < blocks.length; i++) {
            for (int j = 0; j < blocks[i]; j++) {
                maps = block(maps, "layer" + (i + 1) + "." + j, j == 0 ? 2 : 1);
            }
        }
        maps = normalised(maps, "bn2");
        double[] flat = new double[maps.length * maps[0].length];
        for (int channel = 0; channel < maps.length; channel++) {
            System.arraycopy(maps[channel], 0, flat, channel * maps[channel].length, maps[channel].length);
        }
        double[] features = product(flat, "fc");
        for (int i = 0; i < features.length; i++) {
            features[i] = normalised(features[i], "features", i);
        }
        double[] hidden = product(features, "mlp.l1");
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = hidden[i] * 0.5 * (1 + errorFunction(hidden[i] / Math.sqrt(2)));
        }
        double[] all = java.util.Arrays.copyOf(features, features.length + 1);
        all[features.length] = product(hidden, "mlp.l2")[0];
        return all;
    }

    private double[][] block(double[][] maps, String name, int stride) {
        double[][] inner = normalised(convolved(normalised(maps, name + ".bn1"), name + ".conv1", 3, 1), name + ".bn2");
        double[][] deep =
                normalised(convolved(rectified(inner, name + ".prelu"), name + ".conv2", 3, stride), name + ".bn3");
        double[][] beside = tensors.containsKey(name + ".downsample.0.weight")
                ? normalised(convolved(maps, name + ".downsample.0", 1, stride), name + ".downsample.1")
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

    private double[][] normalised(double[][] maps, String name) {
        double[][] result = new double[maps.length][maps[0].length];
        for (int channel = 0; channel < maps.length; channel++) {
            for (int i = 0; i < maps[channel].length; i++) {
                result[channel][i] = normalised(maps[channel][i], name, channel);
            }
        }
        return result;
    }

    private double normalised(double value, String name, int channel) {
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

    /** The series, which converges for every argument. */
    private static double errorFunction(double x) {
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
