package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    @Test
    void convertsEveryHalfThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.of(value)).isEqualTo((short) bits);
            }
        }
        assertThat(HalfPrecision.toFloat(HalfPrecision.of(Float.NaN))).isNaN();
    }

    @Test
    void roundsToNearestHalfAndTiesToEven() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(45) - 27);
            short found = HalfPrecision.of(value);
            double distance = Math.abs((double) HalfPrecision.toFloat(found) - value);
            for (int step : new int[] {-1, 1}) {
                float neighbor = HalfPrecision.toFloat((short) (found + step));
                if (Float.isFinite(neighbor) && Float.isFinite(HalfPrecision.toFloat(found))) {
                    assertThat(distance).isLessThanOrEqualTo(Math.abs((double) neighbor - value));
                }
            }
        }
        assertThat(HalfPrecision.of(1 + 0x1p-11f)).isEqualTo(HalfPrecision.of(1));
        assertThat(HalfPrecision.of(1 + 3 * 0x1p-11f)).isEqualTo(HalfPrecision.of(1 + 0x1p-9f));
        assertThat(HalfPrecision.toFloat(HalfPrecision.of(65519))).isEqualTo(65504);
        assertThat(HalfPrecision.toFloat(HalfPrecision.of(-65520))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfPrecision.of(-0f)).isEqualTo(Short.MIN_VALUE);
    }
}
