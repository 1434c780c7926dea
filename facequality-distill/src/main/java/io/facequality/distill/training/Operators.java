package io.facequality.distill.training;

/**
 * What a network is made of. A student is written once, in these words; one implementation trains it, another makes the
 * weights that it starts from.
 *
 * @param <T> what stands for an array of numbers
 */
interface Operators<T> {

    /** The stabiliser of every batch normalisation. */
    float NORMALISATION_STABILISER = 1e-5f;
    /** What keeps a vector without a direction from being divided by zero. */
    float SHORTEST = 1e-12f;

    /**
     * A convolution without a bias.
     *
     * @param name its weights are {@code name.weight}, {@code [out, in / groups, kernel, kernel]}
     */
    record Convolution(String name, int in, int out, int kernel, int stride, int padding, int groups) {}

    /**
     * A linear layer: {@code name.weight}, {@code [out, in]}, and {@code name.bias} if there is one.
     */
    record Linear(String name, int in, int out, boolean bias) {}

    T convolution(T x, Convolution layer);

    /** A convolution and the {@link #normalised normalisation} of its channels. */
    default T normalisedConvolution(T x, Convolution layer, String normalisation) {
        return normalised(convolution(x, layer), normalisation, layer.out());
    }

    /** Batch normalisation over channels: {@code name.weight}, {@code .bias}, {@code .running_mean}, {@code .running_var}. */
    T normalised(T x, String name, int channels);

    /** The rectifier with a slope for each channel, {@code name.weight}. */
    T rectified(T x, String name, int channels);

    /** The rectifier that gives 0 below 0. */
    T relu(T x);

    T sum(T a, T b);

    /** {@code [n,c,1,1]} to {@code [n,c]}. */
    T flat(T x, int channels);

    T linear(T x, Linear layer);

    /** The exact GELU, {@code x/2 (1 + erf(x / sqrt 2))}. */
    T gelu(T x);

    /** The logistic function, {@code 1 / (1 + exp(-x))}. */
    T logistic(T x);

    /** Rows brought to length 1. */
    T unit(T x, int dimension);
}
