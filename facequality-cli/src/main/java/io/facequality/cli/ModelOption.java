package io.facequality.cli;

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
            paramLabel = "FILE",
            description = "Judge with this model (ONNX) instead of the built-in one.")
    private @Nullable Path file;

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --model wants; the wrong one raises no error and ruins "
                    + "the results. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder channels;

    void ifGiven(BiConsumer<Path, ModelContract> use) {
        if (file != null) {
            use.accept(file, ModelContract.ediffiqa().withChannelOrder(channels));
        }
    }
}
