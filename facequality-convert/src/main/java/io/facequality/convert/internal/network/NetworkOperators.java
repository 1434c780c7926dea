package io.facequality.convert.internal.network;

import java.util.List;

/**
 * The operators that networks are made of. Each network is written once, with these operators. One implementation
 * writes an ONNX model, one trains with PyTorch, one draws the weights that a training starts from.
 *
 * <p>Feature maps are {@code [n,c,h,w]}, vectors {@code [n,d]}. Weights are named, with the names of the published
 * code.
 *
 * @param <T> what stands for an array of numbers
 */
public interface NetworkOperators<T> {

    /** Keeps the normalizations of a UNet from dividing by zero. */
    float EPSILON = 1e-5f;

    /** Keeps a vector of length 0 from being divided by its length. */
    float SHORTEST = 1e-12f;

    /** The longest wave of the sinusoids that stand for a time is this many times the shortest. */
    double LONGEST_WAVE = 10_000;

    /**
     * A convolution.
     *
     * @param name its weights are {@code name.weight}, {@code [out, in / groups, kernel, kernel]}
     * @param in input channels
     * @param out output channels
     * @param kernel the side of its window
     * @param stride the step of its window
     * @param padding the zeros around its input
     * @param groups how many groups of channels do not see each other
     * @param biased whether there is {@code name.bias}
     */
    record Convolution(
            String name, long in, long out, int kernel, int stride, int padding, long groups, boolean biased) {

        /** Without a bias. The result has the side of the input. */
        public static Convolution of(String name, long in, long out, int kernel) {
            return new Convolution(name, in, out, kernel, 1, kernel / 2, 1, false);
        }

        /** With a bias. The result has the side of the input. */
        public static Convolution biased(String name, long in, long out, int kernel) {
            return new Convolution(name, in, out, kernel, 1, kernel / 2, 1, true);
        }

        /** With a bias. The result has half the side of the input: a window of 4 every 2. */
        static Convolution halving(String name, long in, long out) {
            return biased(name, in, out, 4).stride(2).padding(1);
        }

        /** The same under another name. */
        public Convolution named(String other) {
            return new Convolution(other, in, out, kernel, stride, padding, groups, biased);
        }

        /** The same with another step. */
        public Convolution stride(int step) {
            return new Convolution(name, in, out, kernel, step, padding, groups, biased);
        }

        /** The same with as many zeros around its input. */
        public Convolution padding(int zeros) {
            return new Convolution(name, in, out, kernel, stride, zeros, groups, biased);
        }

        /** The same, each channel by itself. */
        public Convolution perChannel() {
            return new Convolution(name, in, out, kernel, stride, padding, in, biased);
        }

        /** How many input channels an output channel sees. */
        public long inputsPerGroup() {
            return groups > 1 ? in / groups : in;
        }
    }

    /**
     * A linear layer: {@code name.weight [out,in]}.
     *
     * @param name the layer's name
     * @param in input size
     * @param out output size
     * @param biased whether there is {@code name.bias}
     */
    record Linear(String name, long in, long out, boolean biased) {

        /** With a bias. */
        public static Linear of(String name, long in, long out) {
            return new Linear(name, in, out, true);
        }

        /** Without a bias. */
        public static Linear unbiased(String name, long in, long out) {
            return new Linear(name, in, out, false);
        }
    }

    /**
     * A batch normalization: {@code name.weight}, {@code .bias}, {@code .running_mean} and {@code .running_var}.
     *
     * @param name its name
     * @param channels how many channels
     * @param epsilon what is added to the variance
     */
    record Normalization(String name, long channels, double epsilon) {

        /** PyTorch's default, which all published networks have. */
        public static final double USUAL_EPSILON = 1e-5;

        /** With the usual epsilon. */
        public static Normalization of(String name, long channels) {
            return new Normalization(name, channels, USUAL_EPSILON);
        }
    }

    /**
     * These operators for the last operator before an output of the network.
     *
     * @param output the output's name, which the next result gets where results have names
     * @return operators to be used once
     */
    default NetworkOperators<T> naming(String output) {
        return this;
    }

    /** Convolves. */
    T convolution(T maps, Convolution layer);

    /** Convolves and normalizes. */
    default T normalizedConvolution(T maps, Convolution layer, Normalization normalization) {
        return normalized(convolution(maps, layer), normalization);
    }

    /** Convolves with kernels that are normalized first: mean 0 and variance 1 per output channel. */
    T standardizedConvolution(T maps, Convolution layer);

    /**
     * Multiplies each channel by its gain, then convolves.
     *
     * @param gain the name of the gains, {@code [1,in,1,1]}
     */
    default T gainedConvolution(T maps, String gain, Convolution layer) {
        return convolution(gained(maps, gain, layer.in()), layer);
    }

    /** Multiplies by a number, then convolves. */
    default T scaledConvolution(T maps, double factor, Convolution layer) {
        return convolution(scaled(maps, (float) factor), layer);
    }

    /** Convolves to what is added to a nearly right result. Training starts with weights of zero. */
    default T correction(T maps, Convolution layer) {
        return convolution(maps, layer);
    }

    /** Normalizes each channel of maps, or each component of vectors, over the batch. */
    T normalized(T x, Normalization normalization);

    /**
     * Normalizes groups of channels to mean 0 and variance 1, then multiplies by {@code name.weight} and adds
     * {@code name.bias}.
     *
     * @param side the side of the maps
     */
    T groupsNormalized(T maps, String name, int groups, long channels, int side);

    /** Brings each position to mean 0 and variance 1 over the channels. */
    T channelsNormalized(T maps);

    /** Multiplies by {@code name [1,channels,1,1]}. */
    T gained(T maps, String name, long channels);

    /**
     * Multiplies each channel by one plus a number and adds another number. Both are linear in the time: the two halves
     * of a linear layer's output.
     *
     * @param time {@code [n,width]}
     * @param layer from the width to twice the channels
     */
    T modulated(T maps, T time, Linear layer);

    /** A linear layer. */
    T linear(T vectors, Linear layer);

    /** A linear layer and the normalization of its result. */
    default T normalizedLinear(T vectors, Linear layer, Normalization after) {
        return normalized(linear(vectors, layer), after);
    }

    /** Normalizes maps, flattens them, applies a linear layer, and normalizes its result. */
    default T normalizedLinear(T maps, Normalization before, Linear layer, Normalization after) {
        return normalizedLinear(flat(normalized(maps, before), layer.in()), layer, after);
    }

    /** Makes a vector of all positions of all channels. */
    T flat(T maps, long size);

    /** The rectifier with a slope below zero per channel, {@code name.weight}. */
    T prelu(T maps, String name, long channels);

    /** The rectifier that gives 0 below zero. */
    T relu(T x);

    /** The exact GELU, {@code x/2 (1 + erf(x / sqrt 2))}. */
    T gelu(T x);

    /** {@code x / (1 + exp(-x))}. */
    T silu(T x);

    /** The logistic function, {@code 1 / (1 + exp(-x))}. */
    T logistic(T x);

    /** Divides vectors by their lengths. */
    T unit(T vectors);

    /** The same, where a vector of length 0 stays what it is. */
    T safeUnit(T vectors);

    /** Divides vectors along the last of four dimensions by their lengths, but by no less than {@link #SHORTEST}. */
    T innerUnit(T x);

    /** Adds arrays of one shape. */
    T sum(T left, T right);

    /** Multiplies by a number. */
    T scaled(T x, float factor);

    /** Puts the channels of the second maps behind those of the first. */
    T joined(T left, T right);

    /** Splits the channels into parts of one size. */
    List<T> split(T maps, int parts);

    /**
     * Doubles the side of maps by nearest neighbors.
     *
     * @param side the side of the given maps
     */
    T doubled(T maps, long channels, int side);

    /**
     * Makes maps of twice the side from four times the channels: four consecutive channels become squares of 2 x 2.
     *
     * @param channels of the result
     * @param side the side of the given maps
     */
    T unfolded(T maps, long channels, int side);

    /**
     * The same numbers with other dimensions.
     *
     * @param sizes the dimensions behind the batch
     */
    T reshaped(T x, long... sizes);

    /** Exchanges the last two of four dimensions. */
    T transposed(T x);

    /** Multiplies the matrices {@code [n,h,a,b]} and {@code [n,h,b,c]}. */
    T product(T left, T right);

    /** Positive numbers whose sum along an axis is 1. */
    T softmax(T x, int axis);

    /**
     * Sines and cosines of a time, {@code [n,2 count]}: the sines first.
     *
     * @param time {@code [n]}
     */
    T waves(T time, int count);

    /**
     * The frequencies of those waves, {@code exp(-k ln 10000 / (count - 1))}, in single precision, step by step, as the
     * published code has them.
     */
    static float[] frequencies(int count) {
        float step = -(float) (Math.log(LONGEST_WAVE) / (count - 1));
        float[] frequencies = new float[count];
        for (int i = 0; i < count; i++) {
            frequencies[i] = (float) Math.exp(i * step);
        }
        return frequencies;
    }
}
