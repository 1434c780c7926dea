package io.facequality.distill.internal.student;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Checkpoint;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.MobileFaceNet;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.QualityHead;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The student of eDifFIQA(T): {@link MobileFaceNet} and a head on its features. The weights have the published names.
 *
 * @param channels the channels of the first layer: 64 as published; all others follow
 * @param dimension the length of the features, which is the teacher's
 * @param hidden the units of the head
 */
public record MobileFaceNetStudent(int channels, int dimension, int hidden) implements MobileFaceNetBased {

    public static final int PUBLISHED_CHANNELS = 64;

    @Override
    public <T> Output<T> output(NetworkOperators<T> operators, List<T> maps) {
        MobileFaceNet backbone = backbone();
        T features = backbone.featuresOfVectors(
                operators, backbone.vectors(operators, maps.get(maps.size() - 1)));
        return new Output<>(features, new QualityHead(dimension, hidden).quality(operators, features), maps);
    }

    @Override
    public MobileFaceNet backbone() {
        return MobileFaceNet.published(Network.BACKBONE_PREFIX, channels, dimension);
    }

    /**
     * Weights to start from, of a file with published ones. A head that the file lacks, or one of another size, starts
     * anew.
     *
     * @throws ModelException if a tensor of the backbone is missing or of another shape
     */
    public Map<String, Tensor> weightsOf(Path file, long seed) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Tensor> found =
                    Network.withoutBackbonePrefix(checkpoint.groups().getOrDefault("", Map.of()));
            Map<String, Tensor> weights = new LinkedHashMap<>(firstWeights(seed));
            weights.replaceAll((name, first) -> {
                Tensor tensor = found.get(Network.withoutBackbonePrefix(name));
                if (tensor != null && tensor.shape().equals(first.shape())) {
                    return Tensor.of(tensor.floats(), WeightNames.sizes(tensor));
                }
                if (WeightNames.isHead(name)) {
                    return first;
                }
                throw new ModelException(new Problem(
                        "cannot start from the weights", file.toString(), name + " " + first,
                        tensor == null ? "no such tensor" : tensor.toString(),
                        "Choose the student and the teacher that the weights are for."));
            });
            return weights;
        }
    }

    @Override
    public Network export(Map<String, Tensor> weights) {
        return Network.of(weights, Network.Precision.FLOAT32, Network.Unknown.REFUSE, "the trained student");
    }
}
