package io.facequality.distill.training;

import io.facequality.distill.checkpoint.Tensor;
import java.util.Map;

/** A network that is trained: from a picture to features and a score. */
interface Student {

    /** The side of the last feature map: 112 halved four times. */
    int LAST_SIDE = 7;

    /** Features, score and the last feature map, as the implementation of the operators has them. */
    record Output<T>(T features, T score, T map) {}

    /**
     * The whole network.
     *
     * @param picture {@code [n,3,112,112]}, RGB, from -1 to 1
     * @return features {@code [n,d]} of length 1, the score {@code [n,1]}, and the map {@code [n,c,7,7]} with {@link
     *     #mapChannels} channels
     */
    <T> Output<T> apply(Operators<T> operators, T picture);

    /** How many channels the last feature map has. */
    int mapChannels();

    /** The network with trained weights, as an ONNX file. */
    byte[] export(Map<String, Tensor> weights, String version, Map<String, String> provenance);

    /** The weights that training starts from. */
    default Map<String, Tensor> firstWeights(long seed) {
        FirstWeights weights = new FirstWeights(seed);
        apply(weights, FirstWeights.COLOURS);
        return weights.tensors();
    }
}
