package io.facequality.benchmarks.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace;
import io.facequality.Image;
import io.facequality.benchmarks.Samples;
import io.facequality.images.FaceChoice;
import io.facequality.images.OnnxFaceDetector;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On one photograph of the class path: each component falls with the degradation that is made for it, and no other. */
class QualityDegradationTest {

    private static final long SEED = 1;

    /** By how much a component falls that is meant, or by half where it is low already. */
    private static final int CLEARLY = 15;

    /** What else a degradation changes, since it is there: light changes whatever is measured of light. */
    private static final Map<QualityDegradation, Set<Component>> ALSO = new EnumMap<>(Map.of(
            QualityDegradation.SMALL, EnumSet.of(Component.SHARPNESS),
            QualityDegradation.DARK,
                    EnumSet.of(Component.LUMINANCE_VARIANCE, Component.UNDER_EXPOSURE, Component.DYNAMIC_RANGE),
            QualityDegradation.FLAT, EnumSet.of(Component.DYNAMIC_RANGE, Component.NATURAL_COLOR),
            QualityDegradation.SIDE_LIGHT,
                    EnumSet.of(Component.LUMINANCE_MEAN, Component.LUMINANCE_VARIANCE, Component.UNDER_EXPOSURE),
            QualityDegradation.BLACK,
                    EnumSet.of(
                            Component.LUMINANCE_MEAN, Component.LUMINANCE_VARIANCE, Component.DYNAMIC_RANGE,
                            Component.NATURAL_COLOR),
            QualityDegradation.WHITE,
                    EnumSet.of(
                            Component.LUMINANCE_MEAN, Component.LUMINANCE_VARIANCE, Component.DYNAMIC_RANGE,
                            Component.NATURAL_COLOR, Component.BACKGROUND_UNIFORMITY),
            QualityDegradation.FEW_SHADES, EnumSet.of(Component.NATURAL_COLOR, Component.OVER_EXPOSURE),
            QualityDegradation.BLUE, EnumSet.of(Component.LUMINANCE_MEAN)));

    private static Portrait portrait;

    @BeforeAll
    static void findFace() {
        Image picture = Samples.photograph();
        try (OnnxFaceDetector detector = Samples.detector()) {
            DetectedFace face = FaceChoice.MAIN.choose(picture, detector.detect(picture)).get(0);
            // Points that are a template say nothing of the head's pose.
            portrait = QualityDegradation.turnedHead(Portrait.of(picture, face), 10);
        }
    }

    @ParameterizedTest
    @EnumSource(QualityDegradation.class)
    void lowersItsOwnComponentAndHardlyOthers(QualityDegradation degradation) {
        QualityReport clean = portrait.report();
        QualityReport worse = degradation.of(portrait, SEED).report();
        Set<Component> also = ALSO.getOrDefault(degradation, EnumSet.noneOf(Component.class));
        for (Component component : Component.values()) {
            int before = clean.value(component).orElseThrow().value();
            if (component == degradation.own()) {
                assertThat(worse.value(component).orElseThrow().value())
                        .as("%s, from %d", component, before)
                        .isLessThanOrEqualTo(before - Math.min(CLEARLY, (before + 1) / 2));
            } else if (!also.contains(component)) {
                worse.value(component)
                        .ifPresent(after -> assertThat(after.value())
                                .as("%s, from %d", component, before)
                                .isGreaterThanOrEqualTo(before - CLEARLY));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(QualityDegradation.class)
    void givesSameReportForSameSeed(QualityDegradation degradation) {
        assertThat(degradation.of(portrait, SEED).report()).isEqualTo(degradation.of(portrait, SEED).report());
    }

    /** The eyes are as far apart as an aligned face takes, or further. */
    @ParameterizedTest
    @ValueSource(doubles = {0.8, 0.65, 0.5})
    void givesSameValuesForOtherResolution(double scale) {
        double apart = portrait.face().landmarks().eyeDistance();
        Portrait large = QualityDegradation.resized(portrait, 92 / apart);
        QualityReport whole = large.report();
        QualityReport small = QualityDegradation.resized(large, scale).report();
        for (Component component : Component.values()) {
            if (component != Component.INTER_EYE_DISTANCE) {
                assertThat(small.value(component).orElseThrow().value())
                        .as("%s", component)
                        .isCloseTo(whole.value(component).orElseThrow().value(), within(8));
            }
        }
    }

    @Test
    void saysNothingIsWrongWithGoodPhotograph() {
        assertThat(QualityDegradation.resized(portrait, 92 / portrait.face().landmarks().eyeDistance())
                        .report()
                        .sentence())
                .isEmpty();
    }
}
