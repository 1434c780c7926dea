package io.facequality.eval.folder;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.eval.ScoreCalibration;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.util.Optional;

/** The built-in model, which scores and embeds in one pass. */
final class BuiltInModel {

    private static final EmbeddedModel MODEL = EmbeddedModel.QUALITY_AND_EMBEDDING;

    static final String LABEL = MODEL.modelName();

    private BuiltInModel() {}

    static OnnxScoringEmbedder open(ModelContract contract, ModelOptions options) {
        try {
            return OnnxScoringEmbedder.open(
                    ModelFile.of(MODEL.modelName(), MODEL.version(), MODEL.read()), contract, options);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    static Optional<ScoreCalibration> calibration(ModelId model) {
        try {
            return MODEL.readCalibration()
                    .map(json -> ScoreCalibration.parse(json, LABEL).requireFor(model, LABEL));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static ModelException damaged(IOException failure) {
        return new ModelException(
                new Problem(
                        "cannot open the embedded model", LABEL, "the model that was built in",
                        String.valueOf(failure.getMessage()),
                        "Check that facequality-models is on the class path, whole."),
                failure);
    }
}
