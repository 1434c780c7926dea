package io.facequality.cli.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.eval.folder.EvaluationModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The models of a command that compares several. */
final class EvaluatedModelOptions {

    private static final String BUILT_IN = "built-in";

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<QualityModel> qualityModels = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<EmbeddingModel> embeddingModels = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** A scorer and its channel order. */
    static final class QualityModel {

        @Option(
                names = "--quality-model",
                required = true,
                paramLabel = "FILE|built-in",
                description = "A model to measure (ONNX), any number of times; the word built-in stands for the "
                        + "built-in one, which is the default.")
        private Path file;

        @Option(
                names = "--quality-channels",
                paramLabel = "rgb|bgr",
                description = "The channel order of the --quality-model before it. Default: rgb.")
        private @Nullable ChannelOrder channels;

        void addTo(EvaluationModels.Builder models) {
            if (isBuiltIn(file)) {
                models.builtInScorer(contract(channels));
            } else {
                models.scorer(file, contract(channels));
            }
        }
    }

    /** An embedder and its channel order. */
    static final class EmbeddingModel {

        @Option(
                names = "--embedding-model",
                required = true,
                paramLabel = "FILE|built-in",
                description = "A model to compare faces with (ONNX), any number of times. Take one that is not a part "
                        + "of a scorer. Default: built-in.")
        private Path file;

        @Option(
                names = "--embedding-channels",
                paramLabel = "rgb|bgr",
                description = "The channel order of the --embedding-model before it. Default: rgb.")
        private @Nullable ChannelOrder channels;

        void addTo(EvaluationModels.Builder models) {
            if (isBuiltIn(file)) {
                models.builtInEmbedder(contract(channels));
            } else {
                models.embedder(file, contract(channels));
            }
        }
    }

    private static boolean isBuiltIn(Path file) {
        return file.toString().equals(BUILT_IN);
    }

    private static ModelContract contract(@Nullable ChannelOrder channels) {
        return ModelContract.ediffiqa().withChannelOrder(channels == null ? ChannelOrder.RGB : channels);
    }

    /** The models, not open yet; wrong usage if two of a kind have the same name. */
    EvaluationModels.Builder models(ModelOptions options) {
        EvaluationModels.Builder models = EvaluationModels.builder().options(options);
        requireDifferentNames("--quality-model", () -> {
            if (qualityModels.isEmpty()) {
                models.builtInScorer();
            }
            qualityModels.forEach(model -> model.addTo(models));
        });
        requireDifferentNames("--embedding-model", () -> {
            if (embeddingModels.isEmpty()) {
                models.builtInEmbedder();
            }
            embeddingModels.forEach(model -> model.addTo(models));
        });
        return models;
    }

    private void requireDifferentNames(String option, Runnable adding) {
        try {
            adding.run();
        } catch (InvalidInputException e) {
            throw e.isOfValue()
                    ? new ParameterException(command.commandLine(), option + ": " + e.problem().contrast(), e)
                    : e;
        }
    }
}
