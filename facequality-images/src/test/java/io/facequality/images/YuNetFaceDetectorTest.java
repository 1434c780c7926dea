package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.images.internal.Detectors;
import io.facequality.models.EmbeddedModel;
import io.facequality.testkit.FaceDetectorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YuNetFaceDetectorTest extends FaceDetectorContract {

    @Override
    protected FaceDetector open() {
        return YuNetFaceDetector.open(Detectors.yuNet());
    }

    @Override
    protected Image picture() {
        return Detectors.group();
    }

    @Test
    void everyPersonOfAGroupIsFound() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(picture())).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void everyPortraitOfAHundredIsFoundInTheMiddle() {
        List<Image> portraits = Detectors.portraits();
        try (FaceDetector detector = open()) {
            assertThat(portraits).allMatch(image -> FaceChoice.MAIN.choose(image, detector.detect(image)).stream()
                    .anyMatch(face -> Detectors.holdsTheCenter(image, face)));
        }
    }

    @Test
    void aLargePictureIsBroughtDownAndTheFaceLiesInItsPixels() {
        // Both are brought down to the same size, since YuNet's points move with it.
        Image portrait = Detectors.portraits().get(0);
        Image large = Resizing.PILLOW.resize(portrait, portrait.width() * 4, portrait.height() * 4);
        Image larger = Resizing.PILLOW.resize(portrait, portrait.width() * 8, portrait.height() * 8);
        try (FaceDetector detector = open()) {
            Landmarks here = detector.detect(large).get(0).landmarks();
            Landmarks there = detector.detect(larger).get(0).landmarks();
            assertThat(there.eyeDistance() / here.eyeDistance()).isCloseTo(2, within(0.05));
            assertThat(there.nose().x() / here.nose().x()).isCloseTo(2, within(0.02));
        }
    }

    @Test
    void picturesOfEverySmallSizeAreTaken() {
        try (FaceDetector detector = open()) {
            for (int side = 1; side < 40; side++) {
                // What an earlier picture left in memory must not show up as a face.
                detector.detect(picture());
                assertThat(detector.detect(Image.filledBy(side, 41 - side, rgb -> {}))).isEmpty();
            }
            assertThat(detector.detect(Image.filledBy(5_000, 1, rgb -> {}))).isEmpty();
        }
    }

    @Test
    void theModelIsKnownByItsDigest() {
        try (FaceDetector detector = open()) {
            assertThat(detector.model().name()).isEqualTo("face_detection_yunet_2023mar");
            assertThat(detector.model().sha256())
                    .isEqualTo("8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4");
        }
    }

    @Test
    void aMissingABrokenAndAnotherModelAreRefused(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        Path other = Files.write(folder.resolve("other.onnx"), EmbeddedModel.LANDMARKS.read());
        byte[] whole = Files.readAllBytes(Detectors.yuNet());
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        for (Path file : List.of(missing, text, empty, other, cut)) {
            assertThatThrownBy(() -> YuNetFaceDetector.open(file))
                    .as(file.toString())
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("model zoo");
        }
    }
}
