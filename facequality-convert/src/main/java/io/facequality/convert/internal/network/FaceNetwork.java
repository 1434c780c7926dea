package io.facequality.convert.internal.network;

import java.util.List;

/** A network that gives features and a score for aligned faces. Immutable and safe to share. */
public interface FaceNetwork {

    /**
     * What a network gives.
     *
     * @param features {@code [n,dimension]}, of length 1
     * @param quality {@code [n,1]}
     * @param maps the feature maps after each block, the last of {@code [n,c,7,7]}
     * @param <T> what stands for an array of numbers
     */
    record Output<T>(T features, T quality, List<T> maps) {}

    /** The length of the features. */
    int dimension();

    /**
     * Goes through the whole network.
     *
     * @param faces {@code [n,3,112,112]}, RGB, from -1 to 1
     */
    <T> Output<T> apply(NetworkOperators<T> operators, T faces);
}
