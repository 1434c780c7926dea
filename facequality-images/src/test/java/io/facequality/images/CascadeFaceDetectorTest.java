package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.images.internal.Detectors;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.testkit.FaceDetectorContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CascadeFaceDetectorTest extends FaceDetectorContract {

    @Override
    protected FaceDetector open() {
        return CascadeFaceDetector.open(Detectors.landmarks(), ModelOptions.defaults());
    }

    @Override
    protected Image picture() {
        return Detectors.group();
    }

    @ParameterizedTest
    @EnumSource
    void atLeast98OfAHundredPortraitsAreFoundInTheMiddle(FaceChoice wanted) {
        List<Image> portraits = Detectors.portraits();
        try (FaceDetector detector =
                CascadeFaceDetector.builder(Detectors.landmarks()).wanted(wanted).open()) {
            long found = portraits.stream()
                    .filter(image -> FaceChoice.MAIN.choose(image, detector.detect(image)).stream()
                            .anyMatch(face -> Detectors.holdsTheCenter(image, face)))
                    .count();
            assertThat((double) found / portraits.size()).isGreaterThanOrEqualTo(0.98);
        }
    }

    @Test
    void thePointsLieWhereYuNetPutsThem() {
        List<Double> distances = new ArrayList<>();
        try (FaceDetector cascade = open();
                FaceDetector yuNet = YuNetFaceDetector.open(Detectors.yuNet())) {
            for (Image image : Detectors.portraits()) {
                List<DetectedFace> one = FaceChoice.MAIN.choose(image, cascade.detect(image));
                List<DetectedFace> other = FaceChoice.MAIN.choose(image, yuNet.detect(image));
                if (!one.isEmpty() && !other.isEmpty()) {
                    distances.add(distance(one.get(0).landmarks(), other.get(0).landmarks()));
                }
            }
        }
        distances.sort(null);
        assertThat(distances).hasSizeGreaterThan(100);
        assertThat(distances.get(distances.size() / 2)).isLessThan(0.12);
        assertThat(distances.get(distances.size() * 95 / 100)).isLessThan(0.25);
    }

    /** The mean distance of the points as a share of the eye distance. */
    private static double distance(Landmarks one, Landmarks other) {
        return IntStream.range(0, 5)
                        .mapToDouble(i -> one.points().get(i).distanceTo(other.points().get(i)))
                        .average()
                        .orElseThrow()
                / other.eyeDistance();
    }

    @Test
    void aFaceInALargerPictureLiesInThatPicturesPixels() {
        Image small = Detectors.portraits().get(0);
        Image large = Resizing.PILLOW.resize(small, small.width() * 8, small.height() * 8);
        try (FaceDetector detector = open()) {
            Landmarks here = detector.detect(small).get(0).landmarks();
            Landmarks there = detector.detect(large).get(0).landmarks();
            assertThat(there.eyeDistance() / here.eyeDistance()).isBetween(7.2, 8.8);
            assertThat(there.nose().x() / here.nose().x()).isBetween(7.6, 8.4);
        }
    }

    @Test
    void aHigherConfidenceLeavesFacesOut() {
        try (FaceDetector strict = CascadeFaceDetector.builder(Detectors.landmarks())
                .minimumConfidence(1)
                .open()) {
            assertThat(strict.detect(picture())).allMatch(face -> face.confidence() == 1);
        }
    }

    @Test
    void theModelNamesTheCascadeAndTheNetworkWithItsDigest() {
        try (FaceDetector detector = open()) {
            assertThat(detector.model().name()).isEqualTo("haarcascade_frontalface_alt2+landmarks");
            assertThat(detector.model().sha256()).isEqualTo(EmbeddedModel.LANDMARKS.sha256());
        }
    }

    @Test
    void aModelOfAnotherContractIsRefused() throws IOException {
        ModelFile other = ModelFile.of("other", "", EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        assertThatThrownBy(() -> CascadeFaceDetector.open(other, ModelOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("[n,3,96,96]")
                .hasMessageContaining("[n,3,112,112]");
    }
}
