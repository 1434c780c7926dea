package io.facequality.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model whose run does not end: a loop whose condition stays true. */
public final class EndlessModel {

    private EndlessModel() {}

    /** The model in memory. */
    public static ModelFile inMemory() throws IOException {
        return ModelFile.of("endless", "1", bytes());
    }

    /** Writes the model to a file. */
    public static Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private static byte[] bytes() throws IOException {
        try (InputStream model = EndlessModel.class.getResourceAsStream("endless-loop.onnx")) {
            return model.readAllBytes();
        }
    }
}
