package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.QualityScorer;
import io.facequality.testkit.QualityScorerContract;
import java.util.List;

class EmbeddedQualityScorerTest extends QualityScorerContract {

    @Override
    protected QualityScorer open() {
        return OnnxQualityScorer.open(FacesAndModels.embedded(), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    @Override
    protected List<AlignedFace> faces() {
        return FacesAndModels.noise(3, 1);
    }
}
