package io.facequality.distill.internal.student;

import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.MobileFaceNet;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.NetworkOperators;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A student whose blocks learn from a teacher of the same shape, each from its own: a {@link MobileFaceNet} of the
 * published width. A block has few layers, and every position of its maps is an example, so a few thousand steps teach
 * it most of what it can learn, where the whole network would need some hundred thousand.
 *
 * @param dimension the length of the features
 * @param hidden the units of the head
 */
public record BlockStudent(int dimension, int hidden) implements MobileFaceNetBased {

    private static final int CHANNELS = MobileFaceNetStudent.PUBLISHED_CHANNELS;

    @Override
    public MobileFaceNet backbone() {
        return MobileFaceNet.published(Network.BACKBONE_PREFIX, CHANNELS, dimension);
    }

    @Override
    public <T> Output<T> output(NetworkOperators<T> operators, List<T> maps) {
        MobileFaceNet backbone = backbone();
        T vectors = backbone.vectors(operators, maps.get(maps.size() - 1));
        return new VectorHead(Math.toIntExact(backbone.wide()), dimension, hidden).output(operators, vectors, maps);
    }

    /** Each block adds nothing at first: what a teacher's block adds is small beside what comes in. */
    @Override
    public Map<String, Tensor> firstWeightsOfBlocks(Map<String, Tensor> first) {
        Map<String, Tensor> weights = new LinkedHashMap<>(first);
        MobileFaceNet backbone = backbone();
        for (int block = 0; block < backbone.blocks().size(); block++) {
            weights.computeIfPresent(
                    backbone.lastNormalization(block) + ".weight",
                    (name, gains) -> Tensor.of(zeros(gains), WeightNames.sizes(gains)));
        }
        return weights;
    }

    private static float[] zeros(Tensor like) {
        float[] zeros = like.floats().clone();
        Arrays.fill(zeros, 0);
        return zeros;
    }

    @Override
    public Network export(Map<String, Tensor> weights) {
        return Network.of(this, weights, "the trained student");
    }
}
