package io.facequality.onnx.internal;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.onnx.internal.OnnxModelDescription.Tensor;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many pictures go through a model in one run.
 *
 * @param pictures at least 1
 * @param isFixed whether the model takes no other number
 */
public record BatchSize(int pictures, boolean isFixed) {

    /** So many fit into one direct buffer. */
    private static final int MOST = Integer.MAX_VALUE / (PixelPacking.FLOATS * Float.BYTES);

    /**
     * The batch that a model's file fixes for any of its inputs and outputs, or else the one that is wanted.
     *
     * @throws ModelException if the file fixes one that no run can have
     */
    public static BatchSize of(OnnxModel model, List<Tensor> tensors, int wanted) {
        OptionalLong fixed = tensors.stream()
                .mapToLong(Tensor::batch)
                .filter(batch -> batch != Tensor.OPEN)
                .findFirst();
        if (fixed.isPresent() && (fixed.getAsLong() < 1 || fixed.getAsLong() > MOST)) {
            throw new ModelException(new Problem(
                    "cannot use the model", model.id().name(), "an open batch, or a fixed one of 1 to " + MOST,
                    fixed.getAsLong() + " in " + OnnxModelDescription.words(tensors),
                    "Export the model again with an open batch."));
        }
        return new BatchSize((int) fixed.orElse(Math.min(wanted, MOST)), fixed.isPresent());
    }

    /** How many rows per run of so many pictures has. */
    public int rows(int size) {
        return isFixed ? pictures : size;
    }
}
