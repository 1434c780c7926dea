package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QualityReportTest {

    private static final double MEAN_OF_SAME_GRAY = 0.215861;

    /** What a good face measures. */
    private static final List<Value> GOOD = List.of(
            value(Component.INTER_EYE_DISTANCE, 90),
            value(Component.LUMINANCE_MEAN, 0.3),
            value(Component.LUMINANCE_VARIANCE, 0.0225),
            value(Component.ILLUMINATION_UNIFORMITY, 0.6),
            value(Component.UNDER_EXPOSURE, 0.02),
            value(Component.OVER_EXPOSURE, 0),
            value(Component.DYNAMIC_RANGE, 7),
            value(Component.NATURAL_COLOR, 0),
            value(Component.ROLL, 3),
            value(Component.YAW, 5),
            value(Component.CROP_LEFT, 2),
            value(Component.CROP_RIGHT, 2),
            value(Component.HEAD_SIZE, 0.4),
            value(Component.SINGLE_FACE, 0),
            value(Component.SHARPNESS, 0.6),
            value(Component.COMPRESSION, 90),
            value(Component.BACKGROUND_UNIFORMITY, 2));

    private static Value value(Component component, double measured) {
        return new Value(component, measured, 50);
    }

    private static QualityReport goodBut(Value... others) {
        return new QualityReport(Stream.concat(
                        GOOD.stream().filter(good -> Arrays.stream(others)
                                .noneMatch(other -> other.component() == good.component())),
                        Arrays.stream(others))
                .toList());
    }

    @Test
    void namesNothingOfGoodFace() {
        assertThat(new QualityReport(GOOD).sentence()).isEmpty();
        assertThat(new QualityReport(List.of()).sentence()).isEmpty();
    }

    @Test
    void namesTheTwoComponentsThatMatterMost() {
        assertThat(goodBut(
                                value(Component.LUMINANCE_MEAN, 0.02),
                                value(Component.LUMINANCE_VARIANCE, 0.0001),
                                value(Component.DYNAMIC_RANGE, 3),
                                value(Component.INTER_EYE_DISTANCE, 31.2))
                        .sentence())
                .contains("too dark, and the eyes are only 31 pixels apart");
        assertThat(goodBut(
                                value(Component.SHARPNESS, 3),
                                value(Component.COMPRESSION, 12),
                                value(Component.INTER_EYE_DISTANCE, 33))
                        .sentence())
                .contains("blurred, and strongly compressed");
        assertThat(goodBut(value(Component.CROP_LEFT, 0.1)).sentence()).contains("cut off at the picture's left edge");
        assertThat(goodBut(value(Component.OVER_EXPOSURE, 0.25)).sentence()).contains("25 % of the face is white");
        assertThat(goodBut(value(Component.NATURAL_COLOR, 30)).sentence()).contains("the skin has an unusual color");
        assertThat(goodBut(value(Component.YAW, -50)).sentence()).contains("the head is turned to a side");
        assertThat(goodBut(value(Component.LUMINANCE_VARIANCE, 0.001)).sentence()).contains("too little contrast");
        assertThat(goodBut(value(Component.DYNAMIC_RANGE, 4)).sentence())
                .contains("too few shades between dark and light");
        assertThat(goodBut(
                                value(Component.ILLUMINATION_UNIFORMITY, 0), value(Component.LUMINANCE_VARIANCE, 0.1),
                                value(Component.DYNAMIC_RANGE, 7.7))
                        .sentence())
                .contains("lit from one side");
    }

    @Test
    void namesNothingThatLeavesTheScoreAlone() {
        assertThat(goodBut(
                                value(Component.ROLL, 80),
                                value(Component.SINGLE_FACE, 1),
                                value(Component.HEAD_SIZE, 0.01),
                                value(Component.BACKGROUND_UNIFORMITY, 90))
                        .sentence())
                .isEmpty();
    }

    @Test
    void namesDistanceOfEyesAsItIsInPicture() {
        double unturned = 30 / Math.cos(Math.toRadians(40));
        assertThat(goodBut(value(Component.INTER_EYE_DISTANCE, unturned), value(Component.YAW, 40)).sentence())
                .contains("the head is turned to a side, and the eyes are only 30 pixels apart");
    }

    @Test
    void holdsEachComponentOnceInOrder() {
        Value sharp = value(Component.SHARPNESS, 1);
        Value dark = value(Component.LUMINANCE_MEAN, 0.1);
        assertThat(new QualityReport(List.of(sharp, dark)).values()).containsExactly(dark, sharp);
        assertThatThrownBy(() -> new QualityReport(List.of(sharp, sharp))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Value(Component.ROLL, Double.NaN, 1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Value(Component.ROLL, 1, 101)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void namesColumnsAsApproximations() {
        assertThat(Arrays.stream(Component.values()).map(Component::columnName))
                .allMatch(name -> name.matches("approx_[a-z_]+"))
                .doesNotHaveDuplicates();
    }

    @Test
    void measuresUniformGrayByTheFormulas() {
        QualityReport gray = QualityReport.explain(AlignedFace.of(filled(112, 112, 128)));
        assertThat(measured(gray, Component.LUMINANCE_MEAN)).isEqualTo(MEAN_OF_SAME_GRAY, within(0.002));
        assertThat(measured(gray, Component.LUMINANCE_VARIANCE)).isZero();
        assertThat(measured(gray, Component.DYNAMIC_RANGE)).isZero();
        assertThat(measured(gray, Component.ILLUMINATION_UNIFORMITY)).isEqualTo(1);
        assertThat(measured(gray, Component.UNDER_EXPOSURE)).isZero();
        assertThat(measured(gray, Component.OVER_EXPOSURE)).isZero();
        // Gray has a = b = 0: five from a and five from b.
        assertThat(measured(gray, Component.NATURAL_COLOR)).isEqualTo(Math.sqrt(50), within(0.05));
        assertThat(gray.value(Component.LUMINANCE_MEAN).orElseThrow().value()).isEqualTo(58);
        assertThat(gray.value(Component.LUMINANCE_VARIANCE).orElseThrow().value()).isZero();
        assertThat(gray.value(Component.UNDER_EXPOSURE).orElseThrow().value()).isEqualTo(100);
        assertThat(gray.value(Component.OVER_EXPOSURE).orElseThrow().value()).isEqualTo(100);
        assertThat(gray.value(Component.NATURAL_COLOR).orElseThrow().value()).isEqualTo(66);
        assertThat(gray.value(Component.SHARPNESS)).isEmpty();
        assertThat(gray.value(Component.INTER_EYE_DISTANCE)).isEmpty();
    }

    @Test
    void measuresWhiteAndBlackFaces() {
        QualityReport white = QualityReport.explain(AlignedFace.of(filled(112, 112, 255)));
        assertThat(white.value(Component.OVER_EXPOSURE).orElseThrow().value()).isEqualTo(1);
        assertThat(white.sentence().orElseThrow()).contains("white");
        QualityReport black = QualityReport.explain(AlignedFace.of(filled(112, 112, 0)));
        assertThat(black.value(Component.UNDER_EXPOSURE).orElseThrow().value()).isZero();
        assertThat(black.sentence().orElseThrow()).contains("too dark");
    }

    @Test
    void measuresPlaceOfFaceByItsPoints() {
        Image picture = noise(400, 300, 1);
        DetectedFace face = face(150, 100, 60, 12);
        QualityReport report = explained(picture, face);
        // The nose is a fifth of the eyes' distance aside, and half of it in front.
        assertThat(measured(report, Component.YAW)).isEqualTo(Math.toDegrees(Math.atan(0.2 / 0.5)), within(0.01));
        assertThat(measured(report, Component.INTER_EYE_DISTANCE))
                .isEqualTo(60 / Math.cos(Math.atan(0.2 / 0.5)), within(0.01));
        assertThat(measured(report, Component.ROLL)).isEqualTo(0, within(1e-9));
        assertThat(measured(report, Component.CROP_LEFT)).isEqualTo(150.5 / 60, within(1e-9));
        assertThat(measured(report, Component.CROP_RIGHT)).isEqualTo((400 - 0.5 - 210) / 60, within(1e-9));
        assertThat(report.value(Component.CROP_LEFT).orElseThrow().value()).isEqualTo(100);
        assertThat(report.value(Component.SINGLE_FACE)).isEmpty();
        assertThat(report.value(Component.BACKGROUND_UNIFORMITY)).isPresent();
    }

    @Test
    void saysNothingOfPoseWherePointsAreTemplate() {
        List<Point> points = SimilarityAligner.template().stream()
                .map(point -> new Point(2 * point.x() + 40, 2 * point.y() + 10))
                .toList();
        DetectedFace face = new DetectedFace(
                new Box(60, 30, 200, 220),
                new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4)), 1);
        QualityReport report = explained(noise(400, 300, 2), face);
        assertThat(report.value(Component.YAW)).isEmpty();
        assertThat(measured(report, Component.INTER_EYE_DISTANCE)).isEqualTo(face.landmarks().eyeDistance());
    }

    @Test
    void leavesOutWhatLiesBeyondThePicture() {
        Image picture = noise(400, 300, 3);
        // Nine tenths of the face are beyond the left edge, black in its crop.
        QualityReport cut = explained(picture, face(-110, 100, 60, 0));
        assertThat(cut.value(Component.LUMINANCE_MEAN)).isEmpty();
        assertThat(measured(cut, Component.CROP_LEFT)).isNegative();
        QualityReport half = explained(picture, face(-28, 100, 60, 0));
        assertThat(measured(half, Component.LUMINANCE_MEAN))
                .isEqualTo(measured(explained(picture, face(150, 100, 60, 0)), Component.LUMINANCE_MEAN), within(0.01));
    }

    @Test
    void takesAnyPoints() {
        Image picture = noise(40, 30, 4);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            double scale = Math.pow(10, 12 * random.nextDouble() - 6);
            Point[] points = new Point[5];
            Arrays.setAll(points, at -> new Point(scale * random.nextGaussian(), scale * random.nextGaussian()));
            DetectedFace face = new DetectedFace(
                    new Box(scale * random.nextGaussian(), 3, scale * (0.1 + random.nextDouble()), 5),
                    new Landmarks(points[0], points[1], points[2], points[3], points[4]), 0.5);
            QualityReport report = QualityReport.explain(AlignedFace.of(filled(112, 112, 90)), picture, face);
            assertThat(report.values()).as("run %d", i).isNotEmpty();
            assertThat(report.sentence()).isNotNull();
        }
        Point same = new Point(7, 7);
        DetectedFace nothing =
                new DetectedFace(new Box(0, 0, 10, 10), new Landmarks(same, same, same, same, same), 0.5);
        assertThat(QualityReport.explain(AlignedFace.of(filled(112, 112, 90)), picture, nothing)
                        .value(Component.INTER_EYE_DISTANCE))
                .isEmpty();
    }

    private static QualityReport explained(Image picture, DetectedFace face) {
        return QualityReport.explain(new SimilarityAligner().align(picture, face), picture, face);
    }

    private static double measured(QualityReport report, Component component) {
        return report.value(component).orElseThrow().measured();
    }

    private static DetectedFace face(double left, double top, double apart, double noseAside) {
        return new DetectedFace(
                new Box(left - apart / 2, top - apart / 2, 2 * apart, 2.5 * apart),
                new Landmarks(
                        new Point(left, top),
                        new Point(left + apart, top),
                        new Point(left + apart / 2 + noseAside, top + 0.6 * apart),
                        new Point(left + 0.1 * apart, top + 1.1 * apart),
                        new Point(left + 0.9 * apart, top + 1.1 * apart)),
                1);
    }

    private static Image filled(int width, int height, int gray) {
        return Image.filledBy(width, height, rgb -> Arrays.fill(rgb, (byte) gray));
    }

    private static Image noise(int width, int height, long seed) {
        return Image.filledBy(width, height, rgb -> new Random(seed).nextBytes(rgb));
    }
}
