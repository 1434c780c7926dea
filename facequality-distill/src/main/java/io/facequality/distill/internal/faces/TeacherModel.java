package io.facequality.distill.internal.faces;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The embedder that is learned from.
 *
 * @param path its ONNX file
 * @param contract how it takes pixels
 */
public record TeacherModel(Path path, ModelContract contract) {

    public OnnxEmbedder open() {
        return OnnxEmbedder.open(ModelFile.of(path), contract, ModelOptions.defaults());
    }

    public OnnxModelDescription description() {
        return OnnxModelDescription.read(ModelFile.of(path));
    }

    public byte[] bytes() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot read the model", path.toString(), "a readable file", e.toString(),
                            "Check the path and its permissions."),
                    e);
        }
    }
}
