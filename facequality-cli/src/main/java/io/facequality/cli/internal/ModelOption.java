package io.facequality.cli.internal;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The one model of a command that needs only one. */
final class ModelOption {

    @Option(
            names = "--model",
            paramLabel = "FILE|ID",
            description = "Use this model (ONNX) instead of the built-in one; ID: one that 'models fetch' has "
                    + "fetched.")
    private @Nullable String model;

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            description = "The channel order that the model of --model wants; the wrong one raises no error and ruins "
                    + "the results. Default: rgb, and for an ID what the catalogue says.")
    private @Nullable ChannelOrder channels;

    void ifGiven(CatalogueEntry.Use use, BiConsumer<Path, ModelContract> consumer) {
        ModelArgument.of(model, use).ifPresent(it -> consumer.accept(it.file(), it.contract(channels)));
    }
}
