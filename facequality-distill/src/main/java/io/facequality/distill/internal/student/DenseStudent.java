package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.NetworkOperators.Convolution;
import io.facequality.convert.internal.network.NetworkOperators.Normalization;
import java.util.List;
import java.util.Map;

/**
 * A student of dense convolutions with plain rectifiers, nearly all of them at a quarter of the image's side or less.
 * It takes as long for a face as {@link MobileFaceNetStudent} of the published width, and a third as long for a step of
 * training: depthwise convolutions and slopes of rectifiers have little arithmetic for the memory that they go through.
 * Residual blocks as of He et al., "Deep residual learning for image recognition", CVPR 2016; the last map becomes a
 * vector by a filter for each channel, as in MobileFaceNet.
 *
 * @param channels the channels at a quarter of the image's side; half as many before, twice and four times as many
 *     after
 * @param dimension the length of the features
 * @param hidden the units of the head
 */
public record DenseStudent(int channels, int dimension, int hidden) implements Student {

    /** 1.9 million weights with 256 features: 7.6 MB. */
    public static final int USUAL_CHANNELS = 64;

    private static final int FIRST_BLOCKS = 1;
    private static final int SECOND_BLOCKS = 3;
    private static final int THIRD_BLOCKS = 2;

    /** All convolutions are one block. */
    @Override
    public List<MapShape> blocks() {
        return List.of(new MapShape(4 * channels, LAST_SIDE));
    }

    @Override
    public <T> T block(NetworkOperators<T> operators, int block, T faces) {
        return new Pass<>(this, operators).maps(faces);
    }

    @Override
    public <T> Output<T> output(NetworkOperators<T> operators, List<T> maps) {
        T vectors = new Pass<>(this, operators).vectors(maps.get(maps.size() - 1));
        return new VectorHead(4 * channels, dimension, hidden).output(operators, vectors, maps);
    }

    @Override
    public Network export(Map<String, Tensor> weights) {
        return Network.of(this, weights, "the trained student");
    }

    /** One way through the network. */
    private record Pass<T>(DenseStudent student, NetworkOperators<T> operators) {

        T maps(T faces) {
            int c = student.channels;
            T maps = rectified(faces, "stem", 3, c / 2, 2);
            maps = rectified(maps, "first.down", c / 2, c, 2);
            maps = residual(maps, "first", FIRST_BLOCKS, c);
            maps = rectified(maps, "second.down", c, 2 * c, 2);
            maps = residual(maps, "second", SECOND_BLOCKS, 2 * c);
            maps = rectified(maps, "third.down", 2 * c, 4 * c, 2);
            return bottlenecks(maps, "third", THIRD_BLOCKS, 4 * c);
        }

        T vectors(T maps) {
            int c = student.channels;
            T filtered = normalized(
                    maps, Convolution.of("filter", 4 * c, 4 * c, LAST_SIDE).padding(0).perChannel());
            return operators.flat(filtered, 4 * c);
        }

        private T residual(T maps, String name, int blocks, int channels) {
            T sum = maps;
            for (int i = 0; i < blocks; i++) {
                String block = name + "." + i;
                T inner = rectified(sum, block + ".conv1", channels, channels, 1);
                T outer = normalized(inner, Convolution.of(block + ".conv2", channels, channels, 3));
                sum = operators.relu(operators.sum(sum, outer));
            }
            return sum;
        }

        /** Residual blocks whose 3 x 3 convolution has half the channels: a fifth of the weights. */
        private T bottlenecks(T maps, String name, int blocks, int channels) {
            T sum = maps;
            for (int i = 0; i < blocks; i++) {
                String block = name + "." + i;
                T narrow =
                        operators.relu(normalized(sum, Convolution.of(block + ".narrow", channels, channels / 2, 1)));
                T inner = rectified(narrow, block + ".conv", channels / 2, channels / 2, 1);
                T wide = normalized(inner, Convolution.of(block + ".wide", channels / 2, channels, 1));
                sum = operators.relu(operators.sum(sum, wide));
            }
            return sum;
        }

        private T rectified(T maps, String name, int in, int out, int stride) {
            return operators.relu(normalized(maps, Convolution.of(name, in, out, 3).stride(stride)));
        }

        private T normalized(T maps, Convolution layer) {
            String name = Network.BACKBONE_PREFIX + layer.name();
            return operators.normalizedConvolution(
                    maps, layer.named(name + ".conv"), new Normalization(name + ".bn", layer.out(), VectorHead.EPSILON));
        }
    }
}
