package io.facequality.cli;

import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The models of a command that scores and embeds. */
final class JudgeOptions {

    @Option(
            names = "--quality-model",
            paramLabel = "FILE",
            description = "Score with this model (ONNX) instead of the built-in one.")
    private @Nullable Path qualityModel;

    @Option(
            names = "--quality-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --quality-model wants. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder qualityChannels;

    @Option(
            names = "--embedding-model",
            paramLabel = "FILE",
            description = "Embed with this model (ONNX) instead of the built-in one.")
    private @Nullable Path embeddingModel;

    @Option(
            names = "--embedding-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --embedding-model wants. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder embeddingChannels;

    void applyTo(FacePipeline.Builder pipeline) {
        if (qualityModel != null) {
            pipeline.qualityModel(qualityModel, ModelContract.ediffiqa().withChannelOrder(qualityChannels));
        }
        if (embeddingModel != null) {
            pipeline.embeddingModel(embeddingModel, ModelContract.ediffiqa().withChannelOrder(embeddingChannels));
        }
    }
}
