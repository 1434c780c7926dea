package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DetectedFace;
import io.facequality.FaceDetector;
import io.facequality.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every detector. */
public abstract class FaceDetectorContract extends CloseableContract<FaceDetector> {

    /** A picture with at least one face. */
    protected abstract Image picture();

    @Override
    protected Object call(FaceDetector detector) {
        return detector.detect(picture());
    }

    @Test
    void itFindsTheFaceAndPutsTheEyesAboveTheMouth() {
        try (FaceDetector detector = open()) {
            List<DetectedFace> faces = detector.detect(picture());
            assertThat(faces).isNotEmpty().allSatisfy(face -> {
                assertThat(face.landmarks().rightEye().y()).isLessThan(face.landmarks().rightMouthCorner().y());
                assertThat(face.landmarks().rightEye().x()).isLessThan(face.landmarks().leftEye().x());
            });
        }
    }

    @Test
    void theLargestFaceComesFirst() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(picture()).stream().map(face -> -face.box().area())).isSorted();
        }
    }

    @Test
    void anEmptyPictureHasNoFaces() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(Image.filledBy(200, 160, rgb -> {}))).isEmpty();
            assertThat(detector.detect(Image.filledBy(1, 1, rgb -> {}))).isEmpty();
        }
    }
}
