package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Which ranges are chosen for which numbers. */
class ValueHistogramTest {

    @Test
    void evenlySpreadNumbersKeepNearlyAllOfTheirRange() {
        Random random = new Random(1);
        float[] numbers = numbers(10_000, () -> random.nextFloat() * 3 - 1);
        ValueRange range = range(numbers);
        assertThat(range.lowest()).isBetween(-1f, -0.98f);
        assertThat(range.highest()).isBetween(1.96f, 2f);
    }

    @Test
    void givesUpFewFarNumbersForFinerStep() {
        Random random = new Random(2);
        float[] numbers = numbers(100_000, () -> (float) random.nextGaussian());
        numbers[77] = 40;
        assertThat(range(numbers).highest()).isBetween(4f, 36f);
    }

    @Test
    void numbersAboveZeroOnlyHaveZeroAsTheirLowest() {
        assertThat(range(3, 4, 5).lowest()).isZero();
        assertThat(range(3, 4, 5).zero()).isZero();
        assertThat(range(-3, -4, -5).highest()).isZero();
        assertThat(range(-3, -4, -5).zero()).isEqualTo(255);
    }

    @Test
    void givesUsableRangeForZeros() {
        assertThat(range(0, 0)).isEqualTo(new ValueRange(0, 0));
        assertThat(range(0, 0).step()).isPositive();
    }

    @Test
    void largerNumbersThatComeLaterCountAsIfTheyHadBeenThere() {
        Random random = new Random(3);
        float[] small = numbers(5_000, () -> random.nextFloat() - 0.5f);
        float[] large = numbers(5_000, () -> 300 * (random.nextFloat() - 0.5f));
        ValueHistogram parts = new ValueHistogram();
        parts.add(small);
        parts.add(large);
        ValueHistogram turned = new ValueHistogram();
        turned.add(large);
        turned.add(small);
        float expected = turned.range().highest();
        assertThat(parts.range().highest()).isBetween(0.98f * expected, 1.02f * expected);
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        assertThatThrownBy(() -> range(1, Float.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> range(1, Float.NEGATIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ValueRange(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 100)
    void losesLittleMoreThanWholeRange(@ForAll long seed) {
        Random random = new Random(seed);
        int kind = random.nextInt(3);
        float[] numbers = numbers(2_000, () -> switch (kind) {
            case 0 -> (float) random.nextGaussian();
            case 1 -> (float) Math.exp(2 * random.nextGaussian());
            default -> (float) Math.max(0, random.nextGaussian() - 1) * 100;
        });
        float lowest = 0;
        float highest = 0;
        for (float number : numbers) {
            lowest = Math.min(lowest, number);
            highest = Math.max(highest, number);
        }
        double whole = loss(numbers, new ValueRange(lowest, highest));
        assertThat(loss(numbers, range(numbers))).isLessThanOrEqualTo(1.1 * whole);
    }

    /** Brute force: to 8 bits and back. */
    private static double loss(float[] numbers, ValueRange range) {
        double loss = 0;
        for (float number : numbers) {
            long integer = Math.min(255, Math.max(0, Math.round(number / range.step()) + range.zero()));
            double back = (integer - range.zero()) * (double) range.step();
            loss += (number - back) * (number - back);
        }
        return loss;
    }

    private static ValueRange range(float... numbers) {
        ValueHistogram histogram = new ValueHistogram();
        histogram.add(numbers);
        return histogram.range();
    }

    private interface Source {
        float next();
    }

    private static float[] numbers(int count, Source source) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = source.next();
        }
        return numbers;
    }
}
