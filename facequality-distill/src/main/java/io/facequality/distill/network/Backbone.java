package io.facequality.distill.network;

import io.facequality.onnx.graph.ModelBuilder;

/** A kind of network that turns aligned faces into features. Holds nothing. */
interface Backbone {

    /**
     * The features of each face.
     *
     * @param value the value {@code [n,dimension]}
     * @param dimension how many numbers each face has
     */
    record Features(String value, long dimension) {}

    /** Whether the tensors' names are of this kind. */
    boolean fits(NetworkWeights weights);

    /** What exactly the weights are for. */
    String name(NetworkWeights weights);

    /** Adds the network to a model; its result gets a name. */
    Features build(ModelBuilder model, NetworkWeights weights, String input, String name);
}
