package io.facequality.cli;

import io.facequality.Embedder;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.QualityScorer;
import io.facequality.eval.Evaluation;
import io.facequality.eval.FaceJudges;
import io.facequality.eval.ScoreCalibration;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The models of a command that compares several. */
final class EvaluatedModels {

    static final String BUILT_IN = "built-in";

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<QualityModel> qualityModels = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<EmbeddingModel> embeddingModels = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** A scorer, and the channel order that it wants. */
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
                description = "The channel order that the model of the --quality-model before it wants. Default: rgb.")
        private @Nullable ChannelOrder channels;
    }

    /** An embedder, and the channel order that it wants. */
    static final class EmbeddingModel {

        @Option(
                names = "--embedding-model",
                required = true,
                paramLabel = "FILE|built-in",
                description = "A model to judge with (ONNX), any number of times. Take one that is no part of a "
                        + "scorer. Default: built-in.")
        private Path file;

        @Option(
                names = "--embedding-channels",
                paramLabel = "rgb|bgr",
                description = "The channel order that the model of the --embedding-model before it wants. "
                        + "Default: rgb.")
        private @Nullable ChannelOrder channels;
    }

    private record Named(Path file, ChannelOrder channels) {

        static Named of(Path file, @Nullable ChannelOrder channels) {
            return new Named(file, channels == null ? ChannelOrder.RGB : channels);
        }

        boolean isBuiltIn() {
            return file.toString().equals(BUILT_IN);
        }

        ModelContract contract() {
            return ModelContract.ediffiqa().withChannelOrder(channels);
        }

        String label() {
            String name = isBuiltIn()
                    ? EmbeddedModel.QUALITY_AND_EMBEDDING.modelName()
                    : file.getFileName().toString().replaceFirst("\\.onnx$", "");
            return channels == ChannelOrder.RGB ? name : name + " (bgr)";
        }
    }

    private List<Named> scorers() {
        return qualityModels.isEmpty()
                ? List.of(Named.of(Path.of(BUILT_IN), null))
                : qualityModels.stream().map(it -> Named.of(it.file, it.channels)).toList();
    }

    private List<Named> embedders() {
        return embeddingModels.isEmpty()
                ? List.of(Named.of(Path.of(BUILT_IN), null))
                : embeddingModels.stream().map(it -> Named.of(it.file, it.channels)).toList();
    }

    void requireDifferentLabels() {
        requireDifferent("--quality-model", scorers());
        requireDifferent("--embedding-model", embedders());
    }

    private void requireDifferent(String option, List<Named> models) {
        Set<String> labels = new HashSet<>();
        for (Named model : models) {
            if (!labels.add(model.label())) {
                throw new ParameterException(
                        command.commandLine(),
                        "expected models of different names as " + option + ", found " + model.label() + " twice");
            }
        }
    }

    /** Models that are open, each with what it is called. */
    record Open(List<Scorer> scorers, List<Judge> embedders) implements AutoCloseable {

        record Scorer(String label, QualityScorer scorer, String channels, Optional<ScoreCalibration> calibration) {}

        record Judge(String label, Embedder embedder, String channels) {}

        void addTo(FaceJudges.Builder judges, String provider) {
            scorers.forEach(it -> judges.scorer(it.label(), it.scorer(), it.channels() + " on " + provider));
            embedders.forEach(it -> judges.embedder(it.label(), it.embedder(), it.channels() + " on " + provider));
        }

        void addCalibrationsTo(Evaluation.Builder evaluation) {
            scorers.forEach(it -> it.calibration().ifPresent(found -> evaluation.calibration(it.label(), found)));
        }

        @Override
        public void close() {
            scorers.forEach(it -> it.scorer().close());
            embedders.forEach(it -> it.embedder().close());
        }
    }

    Open open(ModelOptions options) {
        Open open = new Open(new ArrayList<>(), new ArrayList<>());
        try {
            scorers().forEach(model -> open.scorers().add(scorer(model, options)));
            embedders().forEach(model -> open.embedders().add(judge(model, open, options)));
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private static Open.Scorer scorer(Named model, ModelOptions options) {
        QualityScorer scorer = model.isBuiltIn()
                ? builtIn(model, options)
                : OnnxQualityScorer.open(ModelFile.of(model.file()), model.contract(), options);
        try {
            return new Open.Scorer(model.label(), scorer, word(model), calibration(model, scorer));
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    /** The built-in model scores and embeds in one pass. */
    private static Open.Judge judge(Named model, Open open, ModelOptions options) {
        Embedder embedder = model.isBuiltIn()
                ? open.scorers().stream()
                        .filter(it -> it.label().equals(model.label()))
                        .map(Open.Scorer::scorer)
                        .filter(OnnxScoringEmbedder.class::isInstance)
                        .map(OnnxScoringEmbedder.class::cast)
                        .findFirst()
                        .orElseGet(() -> builtIn(model, options))
                : OnnxEmbedder.open(ModelFile.of(model.file()), model.contract(), options);
        return new Open.Judge(model.label(), embedder, word(model));
    }

    /** What lies beside a model. */
    private static Optional<ScoreCalibration> calibration(Named model, QualityScorer scorer) {
        if (model.isBuiltIn()) {
            EmbeddedModel embedded = EmbeddedModel.QUALITY_AND_EMBEDDING;
            try {
                return embedded.readCalibration()
                        .map(json -> ScoreCalibration.parse(json, embedded.modelName())
                                .requireFor(scorer.model(), embedded.modelName()));
            } catch (IOException e) {
                throw damaged(embedded, e);
            }
        }
        Path file = ScoreCalibration.beside(model.file());
        return Files.exists(file)
                ? Optional.of(ScoreCalibration.read(file).requireFor(scorer.model(), file.toString()))
                : Optional.empty();
    }

    private static String word(Named model) {
        return model.channels().name().toLowerCase(Locale.ROOT);
    }

    private static OnnxScoringEmbedder builtIn(Named model, ModelOptions options) {
        EmbeddedModel embedded = EmbeddedModel.QUALITY_AND_EMBEDDING;
        try {
            return OnnxScoringEmbedder.open(
                    ModelFile.of(embedded.modelName(), embedded.version(), embedded.read()), model.contract(), options);
        } catch (IOException e) {
            throw damaged(embedded, e);
        }
    }

    private static ModelException damaged(EmbeddedModel embedded, IOException failure) {
        return new ModelException(
                new Problem(
                        "cannot open the embedded model", embedded.modelName(), "the model that was built in",
                        String.valueOf(failure.getMessage()),
                        "Check that facequality-models is on the class path, whole."),
                failure);
    }
}
