package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ErrorVersusDiscardPropertyTest {

    /** Few different qualities, so that most pairs are tied with others. */
    private static double[] toDoubles(int[] qualities) {
        double[] doubles = new double[qualities.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = qualities[i] / 3.0;
        }
        return doubles;
    }

    private static boolean[] errors(int[] qualities, long seed) {
        Random random = new Random(seed);
        boolean[] errors = new boolean[qualities.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = random.nextInt(4) == 0;
        }
        return errors;
    }

    @Property(tries = 300)
    void givesIdealNeverWorseThanRandom(
            @ForAll @Size(min = 1, max = 60) boolean[] errors, @ForAll @DoubleRange(min = 0, max = 1) double rate) {
        double start = ErrorVersusDiscard.random(errors).at(rate, Curve.STEP);
        ErrorVersusDiscard ideal = ErrorVersusDiscard.ideal(errors);
        assertThat(ideal.at(rate, Curve.STEP)).isLessThanOrEqualTo(start + 1e-12);
        assertThat(ideal.at(rate, Curve.LINEAR)).isLessThanOrEqualTo(start + 1e-12);
    }

    @Property(tries = 300)
    void letsNoScorerBeatTheIdeal(
            @ForAll @Size(min = 1, max = 60) @IntRange(min = 0, max = 9) int[] qualities,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 1) double rate) {
        boolean[] errors = errors(qualities, seed);
        AreaConvention convention = new AreaConvention(rate, Curve.STEP, Scale.RAW);
        assertThat(ErrorVersusDiscard.ideal(errors).area(convention))
                .isLessThanOrEqualTo(
                        ErrorVersusDiscard.of(toDoubles(qualities), errors).area(convention) + 1e-12);
    }

    @Property(tries = 300)
    void startsAtRateOfAllPairs(
            @ForAll @Size(min = 1, max = 60) @IntRange(min = 0, max = 9) int[] qualities, @ForAll long seed) {
        boolean[] errors = errors(qualities, seed);
        int wrong = 0;
        for (boolean error : errors) {
            wrong += error ? 1 : 0;
        }
        assertThat(ErrorVersusDiscard.of(toDoubles(qualities), errors).at(0, Curve.STEP))
                .isEqualTo(wrong / (double) errors.length);
    }

    /** The same area from the definition alone: at every discard rate, count what is left. */
    @Property(tries = 300)
    void givesAreaThatEqualsCountingAtEveryRate(
            @ForAll @Size(min = 1, max = 40) @IntRange(min = 0, max = 9) int[] qualities,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0.01, max = 1) double upTo) {
        boolean[] errors = errors(qualities, seed);
        double[] values = toDoubles(qualities);
        int n = values.length;
        double area = 0;
        for (int k = 0; k < n; k++) {
            double width = Math.max(0, Math.min(upTo, (k + 1.0) / n) - k / (double) n);
            area += width * rateAfterDiscarding(values, errors, k);
        }
        assertThat(ErrorVersusDiscard.of(values, errors)
                        .area(new AreaConvention(upTo, Curve.STEP, Scale.RAW)))
                .isCloseTo(area, within(1e-9));
    }

    /** Discards whole groups of equal quality as long as no more than so many pairs go, and always leaves one. */
    private static double rateAfterDiscarding(double[] qualities, boolean[] errors, int most) {
        double threshold = Double.NEGATIVE_INFINITY;
        for (double candidate : qualities) {
            long below = Arrays.stream(qualities).filter(it -> it < candidate).count();
            if (below <= most && candidate > threshold) {
                threshold = candidate;
            }
        }
        int left = 0;
        int wrong = 0;
        for (int i = 0; i < qualities.length; i++) {
            if (qualities[i] >= threshold) {
                left++;
                wrong += errors[i] ? 1 : 0;
            }
        }
        return wrong / (double) left;
    }

    @Example
    void countsLikeManualExample() {
        boolean[] errors = {true, false, true, false, false, false, true, false, false, false};
        double[] qualities = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertThat(rateAfterDiscarding(qualities, errors, 3)).isEqualTo(1 / 7.);
    }
}
