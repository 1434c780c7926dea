package io.facequality.distill.internal.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.internal.student.WeightNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes batch normalizations out of the convolutions that they were folded into when a model was exported. What they
 * normalize by is measured on some faces: then a training starts from what the model gives, whether a batch is
 * normalized by itself or by the running averages. For one thread and one pass.
 */
final class TorchUnfolding extends TorchOperators {

    private static final String NORMALIZATION = ".bn";
    private static final String CONVOLUTION = ".conv";

    private final Map<String, NDArray> exported;
    private final Map<String, Tensor> unfolded;

    private TorchUnfolding(NDManager scope, Map<String, NDArray> exported, Map<String, Tensor> unfolded) {
        super(scope, exported, false);
        this.exported = exported;
        this.unfolded = unfolded;
    }

    /**
     * The weights that a training starts from.
     *
     * @param scope the manager of what is computed
     * @param exported the weights of the model's file
     * @param drawn the weights that a training from scratch would start from; they say which are needed
     * @param pass goes through the network with some faces
     * @param place the file, for messages
     * @throws ModelException if the file lacks a weight, or has one of another shape
     */
    static Map<String, Tensor> unfold(
            NDManager scope,
            Map<String, Tensor> exported,
            Map<String, Tensor> drawn,
            Consumer<TorchOperators> pass,
            String place) {
        Map<String, Tensor> weights = new LinkedHashMap<>(drawn);
        weights.replaceAll((name, first) -> isFolded(name, exported) ? first : same(name, first, exported, place));
        pass.accept(new TorchUnfolding(scope, TorchWeights.fixed(scope, exported), weights));
        return weights;
    }

    private static boolean isFolded(String weight, Map<String, Tensor> exported) {
        String normalization = weight.substring(0, weight.lastIndexOf('.'));
        return normalization.endsWith(NORMALIZATION) && exported.containsKey(foldedInto(normalization));
    }

    /** The offsets of a convolution that a normalization was folded into. */
    private static String foldedInto(String normalization) {
        return normalization.substring(0, normalization.length() - NORMALIZATION.length()) + CONVOLUTION + ".bias";
    }

    private static Tensor same(String name, Tensor first, Map<String, Tensor> exported, String place) {
        Tensor found = exported.get(name);
        if (found == null || !shape(found).equals(shape(first))) {
            throw new ModelException(new Problem(
                    "cannot start from the weights", place, name + " " + first,
                    found == null ? "no such tensor" : found.toString(),
                    "Name the model.onnx of a training of the same student with as many features."));
        }
        return Tensor.of(found.floats(), WeightNames.sizes(first));
    }

    /** Without the sizes of 1 at the end, with which the slopes of rectifiers are exported. */
    private static List<Long> shape(Tensor tensor) {
        List<Long> shape = tensor.shape();
        int end = shape.size();
        while (end > 1 && shape.get(end - 1) == 1) {
            end--;
        }
        return shape.subList(0, end);
    }

    @Override
    public NDArray normalized(NDArray x, Normalization normalization) {
        NDArray offsets = exported.get(foldedInto(normalization.name()));
        if (offsets == null) {
            return super.normalized(x, normalization);
        }
        NDArray channels = x.swapAxes(0, CHANNEL_AXIS).reshape(normalization.channels(), -1);
        NDArray means = channels.mean(new int[] {1});
        NDArray variances = channels.sub(means.reshape(-1, 1)).square().mean(new int[] {1});
        put(normalization, ".running_mean", means);
        put(normalization, ".running_var", variances);
        put(normalization, ".weight", variances.add((float) normalization.epsilon()).sqrt());
        put(normalization, ".bias", means.add(offsets));
        return x.add(offsets.reshape(new Shape(1, normalization.channels(), 1, 1)));
    }

    private void put(Normalization normalization, String part, NDArray values) {
        unfolded.put(normalization.name() + part, Tensor.of(values.toFloatArray(), normalization.channels()));
    }
}
