package io.facequality.eval.folder;

import io.facequality.Embedder;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.QualityScorer;
import io.facequality.eval.ScoreCalibration;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models of a folder evaluation: scorers to measure, and embedders to compare faces with. For reliable figures, use an
 * embedder that is not a part of a scorer.
 *
 * <p>Closing closes the models that the builder opened from files, and not those that the caller gave. Safe to share
 * between threads.
 */
public final class EvaluationModels implements AutoCloseable {

    private final List<NamedScorer> scorers = new ArrayList<>();
    private final List<NamedEmbedder> embedders = new ArrayList<>();
    private final List<Runnable> opened = new ArrayList<>();

    private EvaluationModels() {}

    /** A scorer; its settings are what its scores depend on besides the model. */
    record NamedScorer(String label, QualityScorer scorer, String settings, Optional<ScoreCalibration> calibration) {}

    /** An embedder; its settings are what its embeddings depend on besides the model. */
    record NamedEmbedder(String label, Embedder embedder, String settings) {}

    List<NamedScorer> scorers() {
        return scorers;
    }

    List<NamedEmbedder> embedders() {
        return embedders;
    }

    /**
     * Starts without models.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Closes the models that were opened from files; idempotent. */
    @Override
    public void close() {
        opened.forEach(Runnable::run);
    }

    private void closeLater(Runnable close) {
        opened.add(close);
    }

    /** The open built-in scorer with a label: one pass gives scores and embeddings. */
    private Optional<Embedder> builtIn(String label) {
        return scorers.stream()
                .filter(it -> it.label().equals(label))
                .map(NamedScorer::scorer)
                .filter(OnnxScoringEmbedder.class::isInstance)
                .map(Embedder.class::cast)
                .findFirst();
    }

    /**
     * Collects models; not safe to share between threads. A model's label names it in the results: for a file its name
     * without {@code .onnx}, and with {@code (bgr)} if it takes blue first. No two scorers and no two embedders have the
     * same label.
     */
    public static final class Builder {

        /** In place of the settings of a model from a file. */
        private static final String OWN_CODE = "own code";

        private static final String FILE_ENDING = ".onnx";

        private ModelOptions options = ModelOptions.defaults();
        private final Map<String, Function<EvaluationModels, NamedScorer>> scorers = new LinkedHashMap<>();
        private final Map<String, Function<EvaluationModels, NamedEmbedder>> embedders = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets how the models are run; by default on the processor.
         *
         * @param modelOptions for all models that are opened from files
         * @return this builder
         */
        public Builder options(ModelOptions modelOptions) {
            this.options = Objects.requireNonNull(modelOptions, "modelOptions");
            return this;
        }

        /**
         * Measures a scorer from a file. A {@linkplain ScoreCalibration#beside calibration beside it} is the scale of
         * the advice.
         *
         * @param file the model (ONNX)
         * @param contract how pixels become its input
         * @return this builder
         */
        public Builder scorer(Path file, ModelContract contract) {
            String label = label(stem(file), contract);
            return addScorer(label, models -> {
                QualityScorer scorer = OnnxQualityScorer.open(ModelFile.of(file), contract, options);
                models.closeLater(scorer::close);
                return new NamedScorer(label, scorer, settings(contract), calibrationBeside(file, scorer));
            });
        }

        /**
         * Measures the built-in scorer.
         *
         * @return this builder
         */
        public Builder builtInScorer() {
            return builtInScorer(ModelContract.ediffiqa());
        }

        /**
         * Measures the built-in scorer with another input, such as another channel order.
         *
         * @param contract how pixels become its input
         * @return this builder
         */
        public Builder builtInScorer(ModelContract contract) {
            String label = label(BuiltInModel.LABEL, contract);
            return addScorer(label, models -> {
                OnnxScoringEmbedder scorer = BuiltInModel.open(contract, options);
                models.closeLater(scorer::close);
                return new NamedScorer(label, scorer, settings(contract), BuiltInModel.calibration(scorer.model()));
            });
        }

        /**
         * Measures the caller's own scorer. Results are kept under the {@linkplain QualityScorer#model() identity of its
         * model}; change the version in it whenever the scores change.
         *
         * @param label its name in the results
         * @param scorer safe to call from several threads; the caller closes it
         * @return this builder
         */
        public Builder scorer(String label, QualityScorer scorer) {
            return addScorer(label, models -> new NamedScorer(label, scorer, OWN_CODE, Optional.empty()));
        }

        /**
         * Compares with an embedder from a file.
         *
         * @param file the model (ONNX)
         * @param contract how pixels become its input
         * @return this builder
         */
        public Builder embedder(Path file, ModelContract contract) {
            String label = label(stem(file), contract);
            return addEmbedder(label, models -> {
                Embedder embedder = OnnxEmbedder.open(ModelFile.of(file), contract, options);
                models.closeLater(embedder::close);
                return new NamedEmbedder(label, embedder, settings(contract));
            });
        }

        /**
         * Compares with the built-in embedder. It is the same model as the built-in scorer, which then looks better than
         * it is.
         *
         * @return this builder
         */
        public Builder builtInEmbedder() {
            return builtInEmbedder(ModelContract.ediffiqa());
        }

        /**
         * Compares with the built-in embedder with another input, such as another channel order.
         *
         * @param contract how pixels become its input
         * @return this builder
         */
        public Builder builtInEmbedder(ModelContract contract) {
            String label = label(BuiltInModel.LABEL, contract);
            return addEmbedder(label, models -> new NamedEmbedder(
                    label,
                    models.builtIn(label).orElseGet(() -> {
                        OnnxScoringEmbedder embedder = BuiltInModel.open(contract, options);
                        models.closeLater(embedder::close);
                        return embedder;
                    }),
                    settings(contract)));
        }

        /**
         * Compares with the caller's own embedder. Results are kept under the {@linkplain Embedder#model() identity of
         * its model}; change the version in it whenever the embeddings change.
         *
         * @param label its name in the results
         * @param embedder safe to call from several threads; the caller closes it
         * @return this builder
         */
        public Builder embedder(String label, Embedder embedder) {
            return addEmbedder(label, models -> new NamedEmbedder(label, embedder, OWN_CODE));
        }

        private Builder addScorer(String label, Function<EvaluationModels, NamedScorer> opening) {
            requireNew("scorers", label, scorers.put(label, opening));
            return this;
        }

        private Builder addEmbedder(String label, Function<EvaluationModels, NamedEmbedder> opening) {
            requireNew("embedders", label, embedders.put(label, opening));
            return this;
        }

        private static void requireNew(String kind, String label, @Nullable Object before) {
            if (before != null) {
                throw InvalidInputException.ofValue("EvaluationModels", kind + " with different labels", label + " twice");
            }
        }

        /**
         * Opens the models.
         *
         * @return the models; the caller closes them
         * @throws IllegalStateException if there is no scorer or no embedder
         * @throws ModelException if a model cannot be opened
         * @throws io.facequality.FaceQualityException.InvalidInputException if the calibration beside a model is for another model
         */
        public EvaluationModels open() {
            if (scorers.isEmpty() || embedders.isEmpty()) {
                throw new IllegalStateException("expected at least one scorer and one embedder, found "
                        + scorers.size() + " and " + embedders.size());
            }
            EvaluationModels models = new EvaluationModels();
            try {
                scorers.values().forEach(opening -> models.scorers.add(opening.apply(models)));
                embedders.values().forEach(opening -> models.embedders.add(opening.apply(models)));
                return models;
            } catch (RuntimeException e) {
                models.close();
                throw e;
            }
        }

        private String settings(ModelContract contract) {
            ModelContract usual = ModelContract.ediffiqa().withChannelOrder(contract.channelOrder());
            return contract.channelOrder().name().toLowerCase(Locale.ROOT) + " on " + options.provider().name()
                    + (contract.equals(usual)
                            ? ""
                            : ", mean " + contract.mean() + ", deviation " + contract.deviation());
        }

        private static String stem(Path file) {
            String name = file.getFileName().toString();
            return name.endsWith(FILE_ENDING) ? name.substring(0, name.length() - FILE_ENDING.length()) : name;
        }

        private static String label(String name, ModelContract contract) {
            return contract.channelOrder() == ChannelOrder.RGB ? name : name + " (bgr)";
        }

        private static Optional<ScoreCalibration> calibrationBeside(Path model, QualityScorer scorer) {
            Path file = ScoreCalibration.beside(model);
            return Files.exists(file)
                    ? Optional.of(ScoreCalibration.read(file).requireFor(scorer.model(), file.toString()))
                    : Optional.empty();
        }
    }
}
