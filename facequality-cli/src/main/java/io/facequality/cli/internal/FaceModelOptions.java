package io.facequality.cli.internal;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FacePipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The models of a command that scores and embeds. */
final class FaceModelOptions {

    @Option(
            names = "--quality-model",
            paramLabel = "FILE|ID",
            description = "Score with this model (ONNX) instead of the built-in one; ID: one that 'models fetch' has "
                    + "fetched.")
    private @Nullable String qualityModel;

    @Option(
            names = "--quality-channels",
            paramLabel = "rgb|bgr",
            description = "The channel order that the model of --quality-model wants. Default: rgb, and for an ID what "
                    + "the catalogue says.")
    private @Nullable ChannelOrder qualityChannels;

    @Option(
            names = "--embedding-model",
            paramLabel = "FILE|ID",
            description = "Embed with this model (ONNX) instead of the built-in one; ID: one that 'models fetch' has "
                    + "fetched.")
    private @Nullable String embeddingModel;

    @Option(
            names = "--embedding-channels",
            paramLabel = "rgb|bgr",
            description = "The channel order that the model of --embedding-model wants. Default: rgb, and for an ID "
                    + "what the catalogue says.")
    private @Nullable ChannelOrder embeddingChannels;

    void applyTo(FacePipeline.Builder pipeline) {
        ModelArgument.of(qualityModel, CatalogueEntry.Use.QUALITY)
                .ifPresent(model -> pipeline.scorer(model.file(), model.contract(qualityChannels)));
        ModelArgument.of(embeddingModel, CatalogueEntry.Use.EMBEDDING)
                .ifPresent(model -> pipeline.embedder(model.file(), model.contract(embeddingChannels)));
    }
}
