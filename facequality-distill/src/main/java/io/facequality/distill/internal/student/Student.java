package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.FaceNetwork;
import io.facequality.convert.internal.network.Network;
import java.util.Map;

/** A network that is trained. Its weights have the prefix of a backbone or of a head. */
public interface Student extends FaceNetwork {

    /** The side of the last feature maps: 112 halved four times. */
    int LAST_SIDE = 7;

    /** How many channels the last feature maps have. */
    int mapChannels();

    /** The network with trained weights, ready to be written as ONNX. */
    Network export(Map<String, Tensor> weights);

    /** The weights that training starts from. */
    default Map<String, Tensor> firstWeights(long seed) {
        return FirstWeights.of(operators -> apply(operators, FirstWeights.Nothing.NOTHING), seed);
    }
}
