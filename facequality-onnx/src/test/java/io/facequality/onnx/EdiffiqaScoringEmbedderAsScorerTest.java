package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.QualityScorer;
import io.facequality.testkit.QualityScorerContract;
import java.util.List;

class EdiffiqaScoringEmbedderAsScorerTest extends QualityScorerContract {

    @Override
    protected QualityScorer open() {
        return OnnxScoringEmbedder.open(FacesAndModels.file("ediffiqa-t-random-with-features.onnx"));
    }

    @Override
    protected List<AlignedFace> faces() {
        return FacesAndModels.all().subList(0, 3);
    }
}
