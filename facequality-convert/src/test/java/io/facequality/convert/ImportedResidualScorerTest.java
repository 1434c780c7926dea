package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.QualityScorer;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.testing.GoldenData;
import io.facequality.testkit.QualityScorerContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A residual network that was imported keeps what every scorer promises. */
class ImportedResidualScorerTest extends QualityScorerContract {

    @TempDir
    private Path folder;

    @BeforeEach
    void importTheWeights() {
        Path weights = GoldenWeights.file(GoldenData.REPOSITORY, GoldenWeights.NARROW);
        ModelImport.of(weights).build().writeTo(folder.resolve("model.onnx"));
    }

    @Override
    protected QualityScorer open() {
        return OnnxQualityScorer.open(folder.resolve("model.onnx"));
    }

    @Override
    protected List<AlignedFace> faces() {
        return GoldenWeights.faces(GoldenData.REPOSITORY);
    }
}
