package io.facequality.examples;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.QualityScorer;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.SimilarityAligner;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxQualityScorer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores pictures inside a running application, from many threads. The parts are opened once and shared. An enrolment
 * desk checks for every picture of a camera whether it is good enough.
 */
public final class EnrolmentDesk implements AutoCloseable {

    private final FaceDetector detector;
    private final FaceAligner aligner = new SimilarityAligner();
    private final QualityScorer scorer;

    /**
     * Opens the embedded models.
     *
     * @throws IOException if they are missing from the class path
     */
    public EnrolmentDesk() throws IOException {
        ModelOptions options = ModelOptions.defaults();
        this.detector = OnnxFaceDetector.builder(file(EmbeddedModel.DETECTOR), file(EmbeddedModel.LANDMARKS))
                .crowdDetector(file(EmbeddedModel.CROWD_DETECTOR))
                .calibration(EmbeddedModel.DETECTOR.readCalibration().orElseThrow())
                .modelOptions(options)
                .open();
        this.scorer = OnnxQualityScorer.open(
                file(EmbeddedModel.QUALITY_AND_EMBEDDING), ModelContract.ediffiqa(), options);
    }

    private static ModelFile file(EmbeddedModel model) throws IOException {
        return ModelFile.of(model.modelName(), model.version(), model.read());
    }

    /**
     * Scores the main face of a picture. Safe to call from any number of threads.
     *
     * @param picture the picture of the camera
     * @return its quality, higher is better; empty if there is no face
     */
    public OptionalDouble quality(BufferedImage picture) {
        Image image = Image.of(picture);
        List<DetectedFace> faces = FaceChoice.MAIN.choose(image, detector.detect(image));
        if (faces.isEmpty()) {
            return OptionalDouble.empty();
        }
        AlignedFace face = aligner.align(image, faces.get(0));
        return OptionalDouble.of(scorer.score(face).value());
    }

    /** Closes the models; waits for pictures that are being scored. */
    @Override
    public void close() {
        scorer.close();
        detector.close();
    }
}
