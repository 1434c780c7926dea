package io.facequality.distill.training;

import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.training.Operators.Convolution;
import io.facequality.distill.training.Operators.Linear;
import java.util.Map;

/**
 * A student of dense convolutions with plain rectifiers, nearly all of them at a quarter of the picture's side or less.
 * It takes as long for a face as {@link StudentNetwork} of the published width, and a third as long for a step of
 * training: depthwise convolutions and slopes of rectifiers have little arithmetic for the memory that they go through.
 * Residual blocks as of He et al., "Deep residual learning for image recognition", CVPR
 * 2016; the last map becomes a vector by a filter for each channel, as in MobileFaceNet.
 *
 * <p>The head hangs on that vector and not on the features: they have length 1, and how long they were says something of
 * the quality. Its score is the logistic function of what the head gives, so it lies between 0 and 1.
 *
 * @param channels the channels at a quarter of the picture's side; half as many before, twice and four times as many
 *     after
 * @param dimension the length of the features
 * @param hidden the units of the head
 */
record DenseStudent(int channels, int dimension, int hidden) implements Student {

    /** 1.9 million weights with 256 features: 7.6 MB. */
    static final int USUAL_CHANNELS = 64;

    private static final int FIRST_BLOCKS = 1;
    private static final int SECOND_BLOCKS = 3;
    private static final int THIRD_BLOCKS = 2;

    @Override
    public <T> Output<T> apply(Operators<T> operators, T picture) {
        int c = channels;
        T x = rectified(operators, picture, "stem", FirstWeights.COLOURS, c / 2, 2);
        x = rectified(operators, x, "first.down", c / 2, c, 2);
        x = residual(operators, x, "first", FIRST_BLOCKS, c);
        x = rectified(operators, x, "second.down", c, 2 * c, 2);
        x = residual(operators, x, "second", SECOND_BLOCKS, 2 * c);
        x = rectified(operators, x, "third.down", 2 * c, 4 * c, 2);
        x = bottlenecks(operators, x, "third", THIRD_BLOCKS, 4 * c);
        T vector = operators.flat(
                normalised(operators, x, new Convolution("filter", 4 * c, 4 * c, LAST_SIDE, 1, 0, 4 * c)), 4 * c);
        return new Output<>(features(operators, vector), score(operators, vector), x);
    }

    @Override
    public int mapChannels() {
        return 4 * channels;
    }

    private <T> T features(Operators<T> operators, T vector) {
        T features = operators.linear(
                vector, new Linear(StudentNetwork.BACKBONE + "linear", 4 * channels, dimension, false));
        return operators.unit(
                operators.normalised(features, StudentNetwork.BACKBONE + "bn", dimension), dimension);
    }

    private <T> T score(Operators<T> operators, T vector) {
        T units = operators.relu(
                operators.linear(vector, new Linear(StudentNetwork.HEAD + "l1", 4 * channels, hidden, true)));
        return operators.logistic(operators.linear(units, new Linear(StudentNetwork.HEAD + "l2", hidden, 1, true)));
    }

    private static <T> T residual(Operators<T> operators, T x, String name, int blocks, int channels) {
        T sum = x;
        for (int i = 0; i < blocks; i++) {
            String block = name + "." + i;
            T inner = rectified(operators, sum, block + ".conv1", channels, channels, 1);
            T outer = normalised(operators, inner, new Convolution(block + ".conv2", channels, channels, 3, 1, 1, 1));
            sum = operators.relu(operators.sum(sum, outer));
        }
        return sum;
    }

    /** Residual blocks whose 3 x 3 convolution has half the channels: a fifth of the weights. */
    private static <T> T bottlenecks(Operators<T> operators, T x, String name, int blocks, int channels) {
        T sum = x;
        for (int i = 0; i < blocks; i++) {
            String block = name + "." + i;
            T narrow = operators.relu(normalised(
                    operators, sum, new Convolution(block + ".narrow", channels, channels / 2, 1, 1, 0, 1)));
            T inner = rectified(operators, narrow, block + ".conv", channels / 2, channels / 2, 1);
            T wide = normalised(operators, inner, new Convolution(block + ".wide", channels / 2, channels, 1, 1, 0, 1));
            sum = operators.relu(operators.sum(sum, wide));
        }
        return sum;
    }

    private static <T> T rectified(Operators<T> operators, T x, String name, int in, int out, int stride) {
        return operators.relu(normalised(operators, x, new Convolution(name, in, out, 3, stride, 1, 1)));
    }

    private static <T> T normalised(Operators<T> operators, T x, Convolution layer) {
        String name = StudentNetwork.BACKBONE + layer.name();
        Convolution named = new Convolution(
                name + ".conv", layer.in(), layer.out(), layer.kernel(), layer.stride(), layer.padding(), layer.groups());
        return operators.normalisedConvolution(x, named, name + ".bn");
    }

    @Override
    public byte[] export(Map<String, Tensor> weights, String version, Map<String, String> provenance) {
        return OnnxOperators.export(this, dimension, weights, version, provenance);
    }
}
