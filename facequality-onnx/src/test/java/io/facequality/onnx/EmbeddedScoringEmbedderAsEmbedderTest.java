package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.testkit.EmbedderContract;
import java.util.List;

class EmbeddedScoringEmbedderAsEmbedderTest extends EmbedderContract {

    @Override
    protected Embedder open() {
        return OnnxScoringEmbedder.open(FacesAndModels.embedded(), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    @Override
    protected List<AlignedFace> faces() {
        return FacesAndModels.noise(3, 1);
    }
}
