package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceDetector;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.images.internal.Detectors;
import io.facequality.images.internal.Pictures;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelFile;
import io.facequality.testing.SharedData;
import io.facequality.testkit.FaceDetectorContract;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFaceDetectorTest extends FaceDetectorContract {

    @Override
    protected FaceDetector open() {
        return Detectors.embedded().open();
    }

    @Override
    protected Image picture() {
        return Detectors.group();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 35, 90, 135, 180})
    void findsPortraitTurnedByAnyAngle(double degrees) {
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
    void alignsTurnedFaceLikeUprightOne() {
        Image upright = Detectors.portraits().get(0);
        Image turned = Detectors.turned(upright, 90);
        try (FaceDetector detector = open()) {
            Landmarks here = detector.detect(upright).get(0).landmarks();
            Landmarks there = detector.detect(turned).get(0).landmarks();
            double reach = 0.12 * here.eyeDistance();
            int right = upright.height() - 1;
            for (int i = 0; i < 5; i++) {
                assertThat(there.points().get(i).x()).isCloseTo(right - here.points().get(i).y(), within(reach));
                assertThat(there.points().get(i).y()).isCloseTo(here.points().get(i).x(), within(reach));
            }
        }
    }

    /** In the turned picture, the first network finds only one of them. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 90, 180, 270})
    void findsBothFacesOfCoupleInPictureThatIsTurned(double degrees) {
        Image couple = Pictures.photo(SharedData.path("data", "people-photos", "Hugh_Grant", "Hugh_Grant_0008.jpg"));
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(Detectors.turned(couple, degrees)))
                    .filteredOn(face -> face.confidence() >= 0.5)
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12})
    void placesFaceOfLargerPictureInThatPicturesPixels(int factor) {
        Image small = Detectors.portraits().get(0);
        Image large = Resizing.PILLOW.resize(small, small.width() * factor, small.height() * factor);
        try (FaceDetector detector = open()) {
            Landmarks here = detector.detect(small).get(0).landmarks();
            Landmarks there = detector.detect(large).get(0).landmarks();
            assertThat(there.eyeDistance() / here.eyeDistance()).isCloseTo(factor, within(0.1 * factor));
            assertThat(there.nose().x() / here.nose().x()).isCloseTo(factor, within(0.05 * factor));
        }
    }

    /** With two looks at each face in place of three, it would be 0.8 % of the eye distance. */
    @Test
    void placesPointsAlikeInEnlargedPicture() {
        try (FaceDetector detector = open()) {
            double mean = Detectors.portraits().stream()
                    .mapToDouble(portrait -> {
                        Image enlarged = Resizing.PILLOW.resize(portrait, 2 * portrait.width(), 2 * portrait.height());
                        return distance(main(detector, portrait), main(detector, enlarged));
                    })
                    .average()
                    .orElseThrow();
            assertThat(mean).isLessThan(0.006);
        }
    }

    private static Landmarks main(FaceDetector detector, Image image) {
        return FaceChoice.MAIN.choose(image, detector.detect(image)).get(0).landmarks();
    }

    /** How far the points lie from those of a picture twice as large, as a share of the eye distance. */
    private static double distance(Landmarks small, Landmarks large) {
        return IntStream.range(0, small.points().size())
                .mapToDouble(i -> {
                    Point point = large.points().get(i);
                    return small.points().get(i).distanceTo(new Point(point.x() / 2 - 0.25, point.y() / 2 - 0.25));
                })
                .average()
                .orElseThrow() / small.eyeDistance();
    }

    @Test
    void findsEachFaceOfGroupOnce() {
        try (FaceDetector detector = open()) {
            List<DetectedFace> faces = detector.detect(picture());
            assertThat(faces).hasSizeGreaterThanOrEqualTo(5);
            assertThat(faces).allSatisfy(face -> assertThat(faces)
                    .filteredOn(other -> other != face)
                    .noneMatch(other -> other.box().center().distanceTo(face.box().center())
                            < 0.3 * face.box().width()));
        }
    }

    @Test
    void findsFaceThatFillsPicture() {
        Image portrait = Detectors.portraits().get(0);
        try (FaceDetector detector = open()) {
            Image close = Detectors.cut(portrait, detector.detect(portrait).get(0).box());
            Image filling = Resizing.PILLOW.resize(close, 900, 900);
            assertThat(detector.detect(filling)).hasSize(1);
        }
    }

    @Test
    void leavesOutFacesBelowThreshold() {
        try (FaceDetector usual = open();
                FaceDetector strict = Detectors.embedded().threshold(0.99).open()) {
            List<DetectedFace> sure = usual.detect(picture()).stream()
                    .filter(face -> face.confidence() >= 0.99)
                    .toList();
            assertThat(strict.detect(picture())).isEqualTo(sure);
            assertThat(usual.detect(picture())).allMatch(face -> face.confidence() >= OnnxFaceDetector.DEFAULT_THRESHOLD);
        }
    }

    @Test
    void takesPicturesOfEverySmallSize() {
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
    void namesBothNetworksWithDetectorsDigest() {
        try (FaceDetector detector = open()) {
            assertThat(detector.model().name()).isEqualTo("detector+yunet-n+landmarks");
            assertThat(detector.model().version()).isEqualTo("1+1+1");
            assertThat(detector.model().sha256()).isEqualTo(EmbeddedModel.DETECTOR.sha256());
        }
    }

    @Test
    void refusesModelsOfOtherContracts() throws IOException {
        ModelFile other = ModelFile.of("other", "", EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        assertThatThrownBy(() -> OnnxFaceDetector.builder(other, Detectors.landmarks()).open())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("[n,3,H,W]")
                .hasMessageContaining("[n,3,112,112]");
        assertThatThrownBy(() -> OnnxFaceDetector.builder(Detectors.detector(), other).open())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("[n,3,96,96]")
                .hasMessageContaining("[n,3,112,112]");
    }

    @Test
    void refusesCalibrationOfOtherModel() {
        assertThatThrownBy(() -> Detectors.embedded().calibration("other.score=1".getBytes()).open())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("any-angle.intercept");
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> Detectors.embedded().threshold(1.1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Detectors.embedded().longSide(63)).isInstanceOf(InvalidInputException.class);
    }
}
