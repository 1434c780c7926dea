package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.testkit.EmbedderContract;
import java.util.List;

class EdiffiqaEmbedderTest extends EmbedderContract {

    @Override
    protected Embedder open() {
        return OnnxEmbedder.open(FacesAndModels.file("ediffiqa-t-random-with-features.onnx"));
    }

    @Override
    protected List<AlignedFace> faces() {
        return FacesAndModels.all().subList(0, 3);
    }
}
