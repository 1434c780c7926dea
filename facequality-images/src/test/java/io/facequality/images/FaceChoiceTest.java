package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceChoiceTest {

    private static final Image PICTURE = Image.filledBy(200, 100, rgb -> {});

    private static DetectedFace face(double left, double top, double side) {
        return face(left, top, side, 1);
    }

    private static DetectedFace face(double left, double top, double side, double confidence) {
        Point point = new Point(left, top);
        return new DetectedFace(
                new Box(left, top, side, side), new Landmarks(point, point, point, point, point), confidence);
    }

    @Test
    void choosesCentralFaceBeforeSlightlyLargerOneAtTheEdge() {
        DetectedFace central = face(80, 30, 40);
        DetectedFace atTheEdge = face(0, 0, 50);
        assertThat(FaceChoice.MAIN.choose(PICTURE, List.of(atTheEdge, central))).containsExactly(central);
    }

    @Test
    void choosesMuchLargerFaceBeforeCentralOne() {
        DetectedFace central = face(95, 45, 10);
        DetectedFace large = face(20, 5, 80);
        assertThat(FaceChoice.MAIN.choose(PICTURE, List.of(large, central))).containsExactly(large);
    }

    @Test
    void choosesSureFaceBeforeSlightlyLargerUnsureOne() {
        DetectedFace sure = face(80, 30, 40, 0.95);
        DetectedFace unsure = face(80, 30, 50, 0.25);
        assertThat(FaceChoice.MAIN.choose(PICTURE, List.of(unsure, sure))).containsExactly(sure);
    }

    @Test
    void keepsOrderOfAllFaces() {
        List<DetectedFace> faces = List.of(face(0, 0, 50), face(80, 30, 40));
        assertThat(FaceChoice.ALL.choose(PICTURE, faces)).isEqualTo(faces);
    }

    @Test
    void choosesNoFaceFromNone() {
        assertThat(FaceChoice.MAIN.choose(PICTURE, List.of())).isEmpty();
        assertThat(FaceChoice.ALL.choose(PICTURE, List.of())).isEmpty();
    }
}
