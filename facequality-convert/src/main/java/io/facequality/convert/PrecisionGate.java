package io.facequality.convert;

import io.facequality.ModelException;
import io.facequality.onnx.ModelFile;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Decides whether a model whose weights were rounded may take the place of the exact one. This needs images of
 * faces. {@code FidelityGate} of {@code facequality-pipeline}, which compares models in 8 bits too, is meant for it:
 * {@code FidelityGate.of(contract, faces, listener)::judge}.
 */
@FunctionalInterface
public interface PrecisionGate {

    /**
     * Compares both models.
     *
     * @param weights the file of the weights, for messages
     * @param exact the model with its weights as they are; there for the time of the call
     * @param rounded the model with its weights rounded; there for the time of the call
     * @return what is worth noting in the rounded model's metadata, by short names such as {@code cosine}
     * @throws ModelException if the results of the rounded model differ too much
     * @throws CancellationException if this thread is interrupted
     */
    Map<String, String> compare(String weights, ModelFile exact, ModelFile rounded);
}
