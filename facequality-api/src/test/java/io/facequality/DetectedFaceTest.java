package io.facequality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectedFaceTest {

    private static final Box BOX = new Box(0, 0, 10, 10);

    @ParameterizedTest
    @ValueSource(doubles = {0, 30, 90, 135, 180, -45, -90, -179})
    void tellsHowFarFaceIsTurnedClockwise(double degrees) {
        assertThat(face(degrees).roll()).isCloseTo(degrees, within(1e-9));
    }

    @Test
    void pointsTopOfFaceTurnedByQuarterToTheRight() {
        Landmarks lying = new Landmarks(
                new Point(7, 3), new Point(7, 7), new Point(5, 5), new Point(2, 3), new Point(2, 7));
        assertThat(new DetectedFace(BOX, lying, 1).roll()).isEqualTo(90);
    }

    @Test
    void isUprightWherePointsHaveNoDirection() {
        Point one = new Point(5, 5);
        assertThat(new DetectedFace(BOX, new Landmarks(one, one, one, one, one), 1).roll()).isZero();
    }

    private static DetectedFace face(double degrees) {
        return new DetectedFace(
                BOX,
                new Landmarks(
                        turned(-2, -2, degrees),
                        turned(2, -2, degrees),
                        turned(0, 0, degrees),
                        turned(-1.5, 3, degrees),
                        turned(1.5, 3, degrees)),
                1);
    }

    private static Point turned(double x, double y, double degrees) {
        double cosine = Math.cos(Math.toRadians(degrees));
        double sine = Math.sin(Math.toRadians(degrees));
        return new Point(5 + cosine * x - sine * y, 5 + sine * x + cosine * y);
    }
}
