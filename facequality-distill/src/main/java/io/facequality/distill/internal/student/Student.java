package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.FaceNetwork;
import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.NetworkOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network that is trained. Its weights have the prefix of a backbone or of a head. */
public interface Student extends FaceNetwork {

    /** The side of the last feature maps: 112 halved four times. */
    int LAST_SIDE = 7;

    /** The maps after each block. Those of the last have a side of {@link #LAST_SIDE}. */
    List<MapShape> blocks();

    /**
     * One block.
     *
     * @param maps those of the block before; faces for the first
     */
    <T> T block(NetworkOperators<T> operators, int block, T maps);

    /**
     * What comes after the last block.
     *
     * @param maps the maps after each block
     */
    <T> Output<T> output(NetworkOperators<T> operators, List<T> maps);

    @Override
    default <T> Output<T> apply(NetworkOperators<T> operators, T faces) {
        List<T> maps = new ArrayList<>();
        T last = faces;
        for (int block = 0; block < blocks().size(); block++) {
            last = block(operators, block, last);
            maps.add(last);
        }
        return output(operators, List.copyOf(maps));
    }

    /** The weights that the blocks start from if each is to learn by itself, made of {@link #firstWeights}. */
    default Map<String, Tensor> firstWeightsOfBlocks(Map<String, Tensor> first) {
        throw new IllegalStateException("no blocks that could learn by themselves");
    }

    /** The network with trained weights, ready to be written as ONNX. */
    Network export(Map<String, Tensor> weights);

    /** The weights that training starts from. */
    default Map<String, Tensor> firstWeights(long seed) {
        return FirstWeights.of(operators -> apply(operators, FirstWeights.Nothing.NOTHING), seed);
    }
}
