package io.facequality.images.internal.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.models.EmbeddedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    private static final Point ORIGIN = new Point(0, 0);
    private static final Landmarks NOWHERE = new Landmarks(ORIGIN, ORIGIN, ORIGIN, ORIGIN, ORIGIN);

    private static Finding finding(double score, double face, double size) {
        return new Finding(NOWHERE, score, size, face);
    }

    @Test
    void takesScoreAsConfidenceWithoutCalibration() {
        assertThat(Calibration.NONE.confidence(finding(0.37, 0, 20))).isCloseTo(0.37, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"any-angle", "yunet"})
    void givesHigherConfidenceForHigherScoreByEmbeddedCalibration(String format) throws IOException {
        Calibration calibration =
                Calibration.read(EmbeddedModel.DETECTOR.readCalibration().orElseThrow(), format);
        double earlier = 0;
        for (double score = 0; score <= 1; score += 0.05) {
            double confidence = calibration.confidence(finding(score, 0.9, 30));
            assertThat(confidence).isBetween(earlier, 1.0);
            earlier = confidence;
        }
        assertThat(earlier).isGreaterThan(0.95);
    }

    @Test
    void staysFiniteAtTheEnds() {
        Calibration calibration = new Calibration(1, 2, 3, -1);
        assertThat(calibration.confidence(finding(0, 0, 0.1))).isBetween(0.0, 0.001);
        assertThat(calibration.confidence(finding(1, 1, 9_000))).isBetween(0.999, 1.0);
    }

    @Test
    void readsWhatItWrites() {
        Calibration calibration = new Calibration(0.5, 2.25, 0.125, -1.5);
        byte[] written = calibration.properties("mine").getBytes(StandardCharsets.UTF_8);
        assertThat(Calibration.read(written, "mine")).isEqualTo(calibration);
    }

    @Test
    void refusesMissingAndBrokenNumbers() {
        byte[] broken = "a.intercept=1\na.score=much\na.face=0\na.size=0".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Calibration.read(broken, "a"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("much");
        assertThatThrownBy(() -> Calibration.read(broken, "b"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no b.intercept");
    }
}
