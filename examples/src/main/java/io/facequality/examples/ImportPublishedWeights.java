package io.facequality.examples;

import io.facequality.AlignedFace;
import io.facequality.ProgressListener;
import io.facequality.convert.FidelityGate;
import io.facequality.convert.ModelImport;
import io.facequality.onnx.ModelContract;
import java.nio.file.Path;
import java.util.List;

/** Makes an ONNX model from published weights. */
public final class ImportPublishedWeights {

    private ImportPublishedWeights() {}

    /**
     * Runs the example.
     *
     * @param arguments the weights, a {@code .pth} or {@code .safetensors} file; the ONNX file to write
     */
    public static void main(String[] arguments) {
        Path weights = Path.of(arguments[0]);
        Path model = Path.of(arguments[1]);
        ModelImport.Imported imported = ModelImport.of(weights).build().writeTo(model);
        imported.report().lines().forEach(System.out::println);
    }

    /**
     * Makes a model that takes half the space.
     *
     * @param weights a {@code .pth} or {@code .safetensors} file
     * @param faces at least 50 faces like those that the model is meant for
     * @param model the ONNX file to write
     * @return the model, if it gives almost the same results as the exact weights
     */
    public static ModelImport.Imported inHalfPrecision(Path weights, List<AlignedFace> faces, Path model) {
        FidelityGate gate = FidelityGate.of(ModelContract.ediffiqa(), faces, ProgressListener.none());
        ModelImport.Imported half = ModelImport.of(weights).halfPrecision(gate).build().writeTo(model);
        return half;
    }
}
