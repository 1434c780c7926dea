package io.facequality.images.internal.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceSquareTest {

    private static final Landmarks UPRIGHT = new Landmarks(
            new Point(80, 90), new Point(120, 90), new Point(101, 112), new Point(85, 135), new Point(116, 135));

    @ParameterizedTest
    @ValueSource(doubles = {-170, -90, 30, 90, 180})
    void cropsTurnedFaceLikeUprightOne(double degrees) {
        Landmarks turned = turned(degrees);
        List<Point> expected = inCrop(UPRIGHT);
        List<Point> found = inCrop(turned);
        IntStream.range(0, 5).forEach(i -> {
            assertThat(found.get(i).x()).isCloseTo(expected.get(i).x(), within(1e-6));
            assertThat(found.get(i).y()).isCloseTo(expected.get(i).y(), within(1e-6));
        });
    }

    @Test
    void takesLargerOfEyeDistanceAndHeightForSize() {
        assertThat(FaceSquare.faceSize(UPRIGHT)).isCloseTo(2.0 * 45, within(0.1));
        assertThat(FaceSquare.toLookAt(UPRIGHT).side()).isCloseTo(1.56 * FaceSquare.faceSize(UPRIGHT), within(1e-9));
    }

    private static List<Point> inCrop(Landmarks landmarks) {
        return landmarks.points().stream().map(FaceSquare.toLookAt(landmarks).toCrop(96)::apply).toList();
    }

    private static Landmarks turned(double degrees) {
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        List<Point> points = UPRIGHT.points().stream()
                .map(point -> new Point(
                        7 + cosine * point.x() - sine * point.y(), -3 + sine * point.x() + cosine * point.y()))
                .toList();
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }
}
