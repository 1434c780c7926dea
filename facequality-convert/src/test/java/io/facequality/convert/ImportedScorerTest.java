package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.QualityScorer;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.testkit.QualityScorerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model that was imported keeps what every scorer promises. */
class ImportedScorerTest extends QualityScorerContract {

    @TempDir
    private Path folder;

    @BeforeEach
    void importTheWeights() {
        ModelImport.of(GoldenWeights.file(GoldenWeights.TINY)).build().writeTo(folder.resolve("model.onnx"));
    }

    @Override
    protected QualityScorer open() {
        return OnnxQualityScorer.open(folder.resolve("model.onnx"));
    }

    @Override
    protected List<AlignedFace> faces() {
        return GoldenWeights.faces().subList(0, 3);
    }
}
