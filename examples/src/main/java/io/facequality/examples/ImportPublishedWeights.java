package io.facequality.examples;

import io.facequality.distill.ModelImport;
import java.nio.file.Path;

/** Makes an ONNX model of published weights. */
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
}
