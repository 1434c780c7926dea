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
import io.facequality.onnx.ModelFile;
import io.facequality.testkit.FaceDetectorContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YuNet's files in place of the embedded detector: the one of fixed size here, the one of free size where it says so. */
class YuNetTest extends FaceDetectorContract {

    @Override
    protected FaceDetector open() {
        return open(Detectors.yuNet());
    }

    private static FaceDetector open(Path file) {
        return Detectors.of(ModelFile.of(file)).open();
    }

    @Override
    protected Image picture() {
        return Detectors.group();
    }

    @ParameterizedTest
    @ValueSource(strings = {"face_detection_yunet_2023mar.onnx", "yunet_n_dynamic.onnx"})
    void findsEveryPersonOfGroup(String file) {
        try (FaceDetector detector = open(Detectors.model(file))) {
            assertThat(detector.detect(picture())).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 90, 180})
    void findsPortraitsUprightAndTurned(double degrees) {
        List<Image> portraits = Detectors.portraits();
        try (FaceDetector detector = open()) {
            long found = portraits.stream()
                    .map(image -> Detectors.turned(image, degrees))
                    .filter(image -> FaceChoice.MAIN.choose(image, detector.detect(image)).stream()
                            .filter(face -> Detectors.holdsTheCenter(image, face))
                            .anyMatch(face -> Math.abs(Math.IEEEremainder(face.roll() - degrees, 360)) < 25))
                    .count();
            assertThat((double) found / portraits.size()).isGreaterThanOrEqualTo(0.97);
        }
    }

    @Test
    void placesFaceOfLargerPictureInThatPicturesPixels() {
        Image portrait = Detectors.portraits().get(0);
        Image large = Resizing.PILLOW.resize(portrait, portrait.width() * 4, portrait.height() * 4);
        try (FaceDetector detector = open()) {
            Landmarks here = detector.detect(portrait).get(0).landmarks();
            Landmarks there = detector.detect(large).get(0).landmarks();
            assertThat(there.eyeDistance() / here.eyeDistance()).isCloseTo(4, within(0.4));
            assertThat(there.nose().x() / here.nose().x()).isCloseTo(4, within(0.2));
        }
    }

    @Test
    void takesPicturesOfEverySmallSize() {
        try (FaceDetector detector = open()) {
            for (int side = 1; side < 40; side += 3) {
                assertThat(detector.detect(Image.filledBy(side, 41 - side, rgb -> {}))).isEmpty();
            }
        }
    }

    @Test
    void namesFileByItsDigest() {
        try (FaceDetector detector = open()) {
            assertThat(detector.model().name()).isEqualTo("face_detection_yunet_2023mar+landmarks");
            assertThat(detector.model().sha256())
                    .isEqualTo("8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4");
        }
    }

    @Test
    void refusesMissingBrokenAndOtherModels(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        Path other = Files.write(folder.resolve("other.onnx"), EmbeddedModel.LANDMARKS.read());
        byte[] whole = Files.readAllBytes(Detectors.yuNet());
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        for (Path file : List.of(missing, text, empty, other, cut)) {
            assertThatThrownBy(() -> open(file)).as(file.toString()).isInstanceOf(ModelException.class);
        }
    }
}
