package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.testkit.EmbedderContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model that was imported keeps what every embedder promises. */
class ImportedEmbedderTest extends EmbedderContract {

    @TempDir
    private Path folder;

    @BeforeEach
    void importTheWeights() {
        ModelImport.of(GoldenWeights.file(GoldenWeights.NARROW)).build().writeTo(folder.resolve("model.onnx"));
    }

    @Override
    protected Embedder open() {
        return OnnxEmbedder.open(folder.resolve("model.onnx"));
    }

    @Override
    protected List<AlignedFace> faces() {
        return GoldenWeights.faces().subList(0, 3);
    }
}
