package io.facequality.examples;

import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;

/** Uses your own models instead of the embedded ones. */
public final class OwnModels {

    private OwnModels() {}

    /**
     * Opens a pipeline with an embedder that expects the channel order blue, green, red.
     *
     * @param qualityModel a scorer of the eDifFIQA contract
     * @param embeddingModel an embedder with the channel order blue, green, red
     * @return the pipeline, which the caller closes
     */
    public static FacePipeline pipeline(Path qualityModel, Path embeddingModel) {
        FacePipeline faces = FacePipeline.builder()
                .scorer(qualityModel, ModelContract.ediffiqa())
                .embedder(embeddingModel, ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR))
                .build();
        return faces;
    }

    /**
     * Runs models on an NVIDIA card.
     *
     * @return options for a machine and an ONNX Runtime that have CUDA
     */
    public static ModelOptions onCuda() {
        ModelOptions options = ModelOptions.builder().provider(ExecutionProvider.CUDA).build();
        return options;
    }
}
