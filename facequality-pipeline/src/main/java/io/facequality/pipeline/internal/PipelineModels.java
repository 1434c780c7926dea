package io.facequality.pipeline.internal;

import io.facequality.Embedder;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.QualityScorer;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Opens a pipeline's models: from a file where one was named, otherwise the embedded ones.
 *
 * @param options how they are run
 */
public record PipelineModels(ModelOptions options) {

    /** A model's file and what it expects. */
    public record Named(Path file, ModelContract contract) {

        public Named {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(contract, "contract");
        }
    }

    public Lazy<OnnxScoringEmbedder> scoringEmbedder() {
        return Lazy.opening(() -> OnnxScoringEmbedder.open(
                embedded(EmbeddedModel.QUALITY_AND_EMBEDDING), ModelContract.ediffiqa(), options));
    }

    public Lazy<OnnxScoringEmbedder> scoringEmbedder(Named model) {
        return Lazy.opening(() -> OnnxScoringEmbedder.open(ModelFile.of(model.file()), model.contract(), options));
    }

    public Lazy<QualityScorer> scorer(Named model) {
        return Lazy.opening(() -> OnnxQualityScorer.open(ModelFile.of(model.file()), model.contract(), options));
    }

    public Lazy<Embedder> embedder(Named model) {
        return Lazy.opening(() -> OnnxEmbedder.open(ModelFile.of(model.file()), model.contract(), options));
    }

    public Lazy<FaceDetector> detector(Detection detection) {
        return Lazy.opening(() -> builder(embedded(EmbeddedModel.DETECTOR), detection)
                .crowdDetector(embedded(EmbeddedModel.CROWD_DETECTOR))
                .open());
    }

    public Lazy<FaceDetector> detector(Path file, Detection detection) {
        return Lazy.opening(() -> builder(ModelFile.of(file), detection).open());
    }

    private OnnxFaceDetector.Builder builder(ModelFile file, Detection detection) {
        return OnnxFaceDetector.builder(file, embedded(EmbeddedModel.LANDMARKS))
                .calibration(detectorCalibration())
                .modelOptions(options)
                .longSide(detection.longSide())
                .threshold(detection.threshold());
    }

    private static byte[] detectorCalibration() {
        return fromClassPath(EmbeddedModel.DETECTOR, EmbeddedModel::readCalibration)
                .orElseThrow(() -> new IllegalStateException("the embedded detector has a calibration"));
    }

    /** The rewrites of a scorer or embedder of this library; a caller's own has none. */
    static List<String> rewrites(Object model) {
        if (model instanceof OnnxScoringEmbedder both) {
            return both.rewrites();
        }
        if (model instanceof OnnxQualityScorer scorer) {
            return scorer.rewrites();
        }
        return model instanceof OnnxEmbedder embedder ? embedder.rewrites() : List.of();
    }

    public static ModelFile embedded(EmbeddedModel model) {
        return ModelFile.of(
                model.modelName(), model.version(), fromClassPath(model, EmbeddedModel::read), model.sha256());
    }

    /** Reads what travels with a model. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(EmbeddedModel model) throws IOException;
    }

    private static <T> T fromClassPath(EmbeddedModel model, Reading<T> reading) {
        try {
            return reading.read(model);
        } catch (IOException e) {
            throw new ModelException(
                    new Problem(
                            "cannot open the embedded model", model.modelName(), "the model that was built in",
                            String.valueOf(e.getMessage()), "Check that facequality-models is on the class path, whole."),
                    e);
        }
    }
}
