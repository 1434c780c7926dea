package io.facequality.eval.internal.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.QualityScorer;
import io.facequality.eval.Degradation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DegradationTest {

    /** Rings and a slope: sharp edges, all brightnesses, nothing that a turn or a square would leave as it is. */
    private static AlignedFace face() {
        return AlignedFace.of(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {
            for (int y = 0, at = 0; y < AlignedFace.SIZE; y++) {
                for (int x = 0; x < AlignedFace.SIZE; x++) {
                    int ring = (int) (Math.hypot(x - 40, y - 60) / 3) % 2;
                    rgb[at++] = (byte) (60 + 60 * ring + x);
                    rgb[at++] = (byte) (70 + 50 * ring + y);
                    rgb[at++] = (byte) (80 + 70 * ring);
                }
            }
        }));
    }

    private static double difference(AlignedFace one, AlignedFace other) {
        byte[] first = one.image().toRgb();
        byte[] second = other.image().toRgb();
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs((first[i] & 0xFF) - (second[i] & 0xFF));
        }
        return sum / first.length;
    }

    @ParameterizedTest
    @EnumSource(Degradation.class)
    void givesSamePixelsForSameSeedAndKeepsTheFace(Degradation kind) {
        AlignedFace face = face();
        AlignedFace worse = kind.of(face, 3, 7);
        assertThat(kind.of(face, 3, 7)).isEqualTo(worse);
        assertThat(face).isEqualTo(face());
        assertThat(worse).isNotEqualTo(face);
    }

    @ParameterizedTest
    @EnumSource(
            value = Degradation.class,
            names = {"BLUR", "NOISE", "RESOLUTION", "JPEG", "UNDEREXPOSURE", "OVEREXPOSURE", "OCCLUSION"})
    void changesMoreForGreaterStrength(Degradation kind) {
        double last = 0;
        for (int strength = 1; strength <= Degradation.STRENGTHS; strength++) {
            double now = difference(face(), kind.of(face(), strength, 7));
            assertThat(now).as("strength %d", strength).isGreaterThan(last);
            last = now;
        }
    }

    @Test
    void movesRightSideDownwardsByRotation() {
        AlignedFace dot = AlignedFace.of(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {
            for (int y = 54; y <= 57; y++) {
                for (int x = 90; x <= 93; x++) {
                    rgb[(y * AlignedFace.SIZE + x) * 3] = (byte) 255;
                }
            }
        }));
        byte[] turned = Degradation.ROTATION.of(dot, 3, 0).image().toRgb();
        double radius = 36;
        int x = (int) Math.round(55.5 + radius * Math.cos(Math.toRadians(32)));
        int y = (int) Math.round(55.5 + radius * Math.sin(Math.toRadians(32)));
        assertThat(turned[(y * AlignedFace.SIZE + x) * 3] & 0xFF).isGreaterThan(200);
    }

    @Test
    void keepsEyeDistance() {
        AlignedFace large = AlignedFace.of(face().image(), 80);
        assertThat(Degradation.BLUR.of(large, 1, 0).eyeDistance()).hasValue(80);
    }

    @Test
    void measuresBrightnessByExposureAndNotByBlur() {
        QualityScorer brightness = QualityScorer.of(ModelId.ofCode("brightness", "1"), face -> {
            double sum = 0;
            for (byte value : face.image().toRgb()) {
                sum += value & 0xFF;
            }
            return Math.round(sum / 1e5);
        });
        List<Degradation.Result> results =
                DegradationSeries.measure("brightness", brightness, List.of(face(), face()), 1, 2);
        assertThat(results).hasSize(Degradation.values().length);
        assertThat(of(results, Degradation.UNDEREXPOSURE).kendallTau()).isEqualTo(1);
        assertThat(of(results, Degradation.OVEREXPOSURE).kendallTau()).isLessThan(-0.9);
        assertThat(of(results, Degradation.BLUR).kendallTau()).isBetween(-0.8, 0.8);
        List<Double> dark = of(results, Degradation.UNDEREXPOSURE).meanScores();
        assertThat(dark).hasSize(Degradation.STRENGTHS + 1);
        assertThat(dark.get(2)).isCloseTo(0.4 * dark.get(0), within(1.0));
    }

    private static Degradation.Result of(List<Degradation.Result> results, Degradation kind) {
        return results.stream().filter(it -> it.degradation() == kind).findFirst().orElseThrow();
    }
}
