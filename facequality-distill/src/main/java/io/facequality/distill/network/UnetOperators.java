package io.facequality.distill.network;

import java.util.List;

/**
 * What a diffusion UNet is made of. Each UNet is written once, in these words: one implementation makes an ONNX model
 * of it, one trains it, one makes the weights that training starts from. Feature maps are {@code [n,c,h,w]}.
 *
 * @param <T> what stands for an array of numbers
 */
public interface UnetOperators<T> {

    /** The stabiliser of every normalisation. */
    float EPSILON = 1e-5f;

    /** PyTorch's normalisation of a vector divides by no less. */
    float LEAST_NORM = 1e-12f;

    /** The longest wave of the sinusoids that stand for a time is this many times the shortest. */
    double LONGEST_WAVE = 10_000;

    /**
     * A convolution.
     *
     * @param name its weights are {@code name.weight}, {@code [out,in,kernel,kernel]}
     * @param in the channels that it takes
     * @param out the channels that it gives
     * @param kernel the side of its window
     * @param stride how far it moves
     * @param padding the zeros around its input
     * @param biased whether there is {@code name.bias}
     */
    record Convolution(String name, long in, long out, int kernel, int stride, int padding, boolean biased) {

        /** With a bias, and a result of the input's side. */
        static Convolution of(String name, long in, long out, int kernel) {
            return new Convolution(name, in, out, kernel, 1, kernel / 2, true);
        }

        /** With a bias, and a result of half the side: a window of 4 every 2. */
        static Convolution halving(String name, long in, long out) {
            return new Convolution(name, in, out, 4, 2, 1, true);
        }

        Convolution unbiased() {
            return new Convolution(name, in, out, kernel, stride, padding, false);
        }
    }

    /**
     * Convolves.
     *
     * @param x maps
     * @param layer the convolution
     * @return maps
     */
    T convolution(T x, Convolution layer);

    /**
     * Convolves with kernels of which each output's has mean 0 and variance 1, over inputs and window.
     *
     * @param x maps
     * @param layer the convolution
     * @return maps
     */
    T standardisedConvolution(T x, Convolution layer);

    /**
     * Convolves maps that are multiplied by {@code gain [1,in,1,1]} before.
     *
     * @param x maps
     * @param gain the name of the gain
     * @param layer the convolution
     * @return maps
     */
    T gainedConvolution(T x, String gain, Convolution layer);

    /**
     * Convolves maps that are multiplied by a number before.
     *
     * @param x maps
     * @param factor the number
     * @param layer the convolution
     * @return maps
     */
    T scaledConvolution(T x, double factor, Convolution layer);

    /**
     * Convolves to what is added to something that is nearly right already. Training starts it at zero.
     *
     * @param x maps
     * @param layer the convolution
     * @return maps
     */
    T correction(T x, Convolution layer);

    /**
     * Normalises groups of channels to mean 0 and variance 1, then multiplies by {@code name.weight} and adds {@code
     * name.bias}.
     *
     * @param x maps
     * @param name of gain and offset
     * @param groups how many groups
     * @param channels how many channels
     * @param side of the maps
     * @return maps
     */
    T groupsNormalised(T x, String name, int groups, long channels, int side);

    /**
     * Brings each position to mean 0 and variance 1 over the channels.
     *
     * @param x maps
     * @return maps
     */
    T channelsNormalised(T x);

    /**
     * Multiplies by {@code name [1,channels,1,1]}.
     *
     * @param x maps
     * @param name of the gain
     * @param channels how many
     * @return maps
     */
    T gained(T x, String name, long channels);

    /**
     * Multiplies each channel by one more than a number, and adds another; both are linear in the time, the first half
     * and the second of {@code name.weight [2 channels,width]} and {@code name.bias}.
     *
     * @param x maps
     * @param time {@code [n,width]}
     * @param name of the linear layer
     * @param width of the time
     * @param channels of the maps
     * @return maps
     */
    T modulated(T x, T time, String name, long width, long channels);

    /**
     * Sines and cosines of a time, {@code [n,2 count]}: the sines first, with frequencies {@code exp(-k ln 10000 /
     * (count - 1))}.
     *
     * @param time {@code [n]}
     * @param count how many of each
     * @return {@code [n,2 count]}
     */
    T waves(T time, int count);

    /**
     * The frequencies of those waves, in single precision, step by step, as the published code has them.
     *
     * @param count how many
     * @return from 1 down
     */
    static float[] frequencies(int count) {
        float step = -(float) (Math.log(LONGEST_WAVE) / (count - 1));
        float[] frequencies = new float[count];
        for (int i = 0; i < count; i++) {
            frequencies[i] = (float) Math.exp(i * step);
        }
        return frequencies;
    }

    /**
     * A linear layer, {@code name.weight [out,in]} and {@code name.bias}.
     *
     * @param x {@code [n,in]}
     * @param name of the layer
     * @param in the numbers that it takes
     * @param out the numbers that it gives
     * @return {@code [n,out]}
     */
    T linear(T x, String name, long in, long out);

    /**
     * The exact GELU, {@code x/2 (1 + erf(x / sqrt 2))}.
     *
     * @param x any
     * @return of the same shape
     */
    T gelu(T x);

    /**
     * {@code x / (1 + exp(-x))}.
     *
     * @param x any
     * @return of the same shape
     */
    T silu(T x);

    /**
     * Adds.
     *
     * @param left any
     * @param right of the same shape
     * @return the sum
     */
    T sum(T left, T right);

    /**
     * Puts channels behind channels.
     *
     * @param left maps
     * @param right maps of the same side
     * @return maps
     */
    T joined(T left, T right);

    /**
     * Maps of twice the side, by nearest neighbours.
     *
     * @param x maps
     * @param channels how many
     * @param side of the given maps
     * @return maps
     */
    T doubled(T x, long channels, int side);

    /**
     * Maps of twice the side from four times the channels: each four that follow one another become a square.
     *
     * @param x maps {@code [n,4 channels,side,side]}
     * @param channels of the result
     * @param side of the given maps
     * @return maps {@code [n,channels,2 side,2 side]}
     */
    T unfolded(T x, long channels, int side);

    /**
     * Parts of the channels, of one size.
     *
     * @param x maps
     * @param parts how many
     * @return the parts in their order
     */
    List<T> split(T x, int parts);

    /**
     * The same numbers in other dimensions.
     *
     * @param x any
     * @param sizes the dimensions behind the batch
     * @return {@code [n,sizes]}
     */
    T reshaped(T x, long... sizes);

    /**
     * Exchanges the last two of four dimensions.
     *
     * @param x {@code [n,h,a,b]}
     * @return {@code [n,h,b,a]}
     */
    T transposed(T x);

    /**
     * Matrix products.
     *
     * @param left {@code [n,h,a,b]}
     * @param right {@code [n,h,b,c]}
     * @return {@code [n,h,a,c]}
     */
    T product(T left, T right);

    /**
     * Positive numbers whose sum along an axis is 1.
     *
     * @param x {@code [n,h,a,b]}
     * @param axis 2 or 3
     * @return of the same shape
     */
    T softmax(T x, int axis);

    /**
     * Vectors along the last of four dimensions brought to length 1.
     *
     * @param x {@code [n,h,a,b]}
     * @return of the same shape
     */
    T unit(T x);

    /**
     * Multiplies by a number.
     *
     * @param x any
     * @param factor the number
     * @return of the same shape
     */
    T scaled(T x, float factor);
}
