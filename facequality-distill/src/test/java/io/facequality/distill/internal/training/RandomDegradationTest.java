package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.distill.RandomDegradation;
import io.facequality.distill.RandomDegradation.Range;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomDegradationTest {

    private static final Range NONE = new Range(0, 0);
    private static final Range WHOLE = new Range(1, 1);
    private static final AlignedFace FACE = AlignedFace.of(Image.filledBy(112, 112, rgb -> {
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 7 < 3 ? 40 + i % 90 : 160 + i / 336 % 60);
        }
    }));

    @Test
    void givesSamePixelsForSameSeedOnly() {
        AlignedFace worse = RandomDegradation.usual().of(FACE, new SplittableRandom(5));

        assertThat(RandomDegradation.usual().of(FACE, new SplittableRandom(5))).isEqualTo(worse);
        assertThat(RandomDegradation.usual().of(FACE, new SplittableRandom(6))).isNotEqualTo(worse);
    }

    @Test
    void rangesOfNothingLeaveNearlyAllAsItWas() {
        RandomDegradation none = new RandomDegradation(NONE, WHOLE, NONE, WHOLE);

        // JPEG of the best quality still rounds.
        assertThat(difference(none.of(FACE, new SplittableRandom(1)))).isLessThan(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blur", "reduction", "noise", "jpeg"})
    void worsensFaceMoreFurtherUpEachRange(String operation) {
        double little = difference(alone(operation, 0.2).of(FACE, new SplittableRandom(1)));
        double much = difference(alone(operation, 1).of(FACE, new SplittableRandom(1)));

        double nothing = difference(new RandomDegradation(NONE, WHOLE, NONE, WHOLE).of(FACE, new SplittableRandom(1)));
        assertThat(little).isGreaterThan(nothing);
        assertThat(much).isGreaterThan(little);
    }

    /** One operation of some share of its greatest strength here. */
    private static RandomDegradation alone(String operation, double share) {
        return switch (operation) {
            case "blur" -> new RandomDegradation(exactly(4 * share), WHOLE, NONE, WHOLE);
            case "reduction" -> new RandomDegradation(NONE, exactly(1 + 5 * share), NONE, WHOLE);
            case "noise" -> new RandomDegradation(NONE, WHOLE, exactly(50 * share), WHOLE);
            default -> new RandomDegradation(NONE, WHOLE, NONE, exactly(1 - 0.95 * share));
        };
    }

    private static Range exactly(double number) {
        return new Range(number, number);
    }

    @Test
    void strengthsAreDrawnFromTheWholeRange() {
        SplittableRandom random = new SplittableRandom(1);
        Range range = new Range(2, 3);
        double lowest = 3;
        double highest = 2;
        for (int i = 0; i < 200; i++) {
            double number = range.draw(random);
            lowest = Math.min(lowest, number);
            highest = Math.max(highest, number);
        }
        assertThat(lowest).isBetween(2.0, 2.05);
        assertThat(highest).isBetween(2.95, 3.0);
    }

    @Test
    void rejectsInvalidRange() {
        assertThatThrownBy(() -> new RandomDegradation(new Range(3, 1), WHOLE, NONE, WHOLE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("blur");
        assertThatThrownBy(() -> new RandomDegradation(NONE, new Range(0.5, 2), NONE, WHOLE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("reduction: expected a range within 1.0 to 56.0");
        assertThatThrownBy(() -> new RandomDegradation(NONE, WHOLE, new Range(0, Double.NaN), WHOLE))
                .isInstanceOf(InvalidInputException.class);
    }

    private static double difference(AlignedFace worse) {
        byte[] first = FACE.image().toRgb();
        byte[] second = worse.image().toRgb();
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs((first[i] & 0xFF) - (second[i] & 0xFF));
        }
        return sum / first.length;
    }
}
