package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every {@link FaceDetector}. */
public abstract class FaceDetectorContract extends CloseableContract<FaceDetector> {

    /** For the class of your tests. */
    protected FaceDetectorContract() {}

    /**
     * An image to look at.
     *
     * @return an image with at least one upright face, the same each time
     */
    protected abstract Image picture();

    @Override
    protected Object call(FaceDetector detector) {
        return detector.detect(picture());
    }

    @Test
    void findsFaceWithEyesAboveMouth() {
        try (FaceDetector detector = open()) {
            List<DetectedFace> faces = detector.detect(picture());
            assertThat(faces).isNotEmpty().allSatisfy(face -> {
                Landmarks landmarks = face.landmarks();
                assertThat(landmarks.rightEye().y()).isLessThan(landmarks.rightMouthCorner().y());
                assertThat(landmarks.rightEye().x()).isLessThan(landmarks.leftEye().x());
            });
        }
    }

    @Test
    void findsSameFacesInPyramid() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(ImagePyramid.of(picture()))).isEqualTo(detector.detect(picture()));
        }
    }

    @Test
    void putsLargestFaceFirst() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(picture()).stream().map(face -> -face.box().area())).isSorted();
        }
    }

    @Test
    void findsNoFaceInBlackImage() {
        try (FaceDetector detector = open()) {
            assertThat(detector.detect(Image.filledBy(200, 160, rgb -> {}))).isEmpty();
            assertThat(detector.detect(Image.filledBy(1, 1, rgb -> {}))).isEmpty();
        }
    }
}
