package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import org.junit.jupiter.api.Test;

/**
 * Ten genuine pairs, drawn from the lowest quality to the highest; x does not match.
 *
 * <pre>
 *   quality   1   2   3   4   5   6   7   8   9  10
 *   pair      x   .   x   .   .   .   x   .   .   .
 *
 *   discarded 0    .1   .2   .3   .4   .5   .6   .7   .8   .9
 *   errors    3    2    2    1    1    1    1    0    0    0
 *   left     10    9    8    7    6    5    4    3    2    1
 * </pre>
 */
class ErrorVersusDiscardTest {

    private static final double[] QUALITIES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    private static final boolean[] ERRORS = {true, false, true, false, false, false, true, false, false, false};

    private final ErrorVersusDiscard curve = ErrorVersusDiscard.of(QUALITIES, ERRORS);

    @Test
    void hasOnePointPerDiscardedPair() {
        double[] expected = {3 / 10., 2 / 9., 2 / 8., 1 / 7., 1 / 6., 1 / 5., 1 / 4., 0, 0, 0};
        assertThat(curve.points()).isEqualTo(10);
        for (int point = 0; point < 10; point++) {
            assertThat(curve.discardRate(point)).isCloseTo(point / 10., within(1e-15));
            assertThat(curve.falseNonMatchRate(point)).isCloseTo(expected[point], within(1e-15));
        }
    }

    @Test
    void interpolatesAsStepOrLine() {
        assertThat(curve.at(0.15, Curve.STEP)).isEqualTo(2 / 9.);
        assertThat(curve.at(0.15, Curve.LINEAR)).isCloseTo((2 / 9. + 2 / 8.) / 2, within(1e-15));
        assertThat(curve.at(0.2, Curve.STEP)).isEqualTo(curve.at(0.2, Curve.LINEAR)).isEqualTo(2 / 8.);
    }

    @Test
    void staysConstantAfterLastPoint() {
        assertThat(curve.at(1, Curve.STEP)).isZero();
        boolean[] lastIsWrong = {false, true};
        assertThat(ErrorVersusDiscard.of(new double[] {1, 2}, lastIsWrong).at(1, Curve.LINEAR)).isEqualTo(1);
    }

    @Test
    void sumsRectanglesForStepArea() {
        double raw = 0.1 * (3 / 10. + 2 / 9. + 2 / 8.);
        assertThat(area(0.3, Curve.STEP, Scale.RAW)).isCloseTo(raw, within(1e-15));
        assertThat(area(0.3, Curve.STEP, Scale.NORMALIZED)).isCloseTo(raw / (0.3 * 3 / 10.), within(1e-14));
    }

    @Test
    void sumsTrapezoidsForLinearArea() {
        double raw = 0.1 * (3 / 10. / 2 + 2 / 9. + 2 / 8. + 1 / 7. / 2);
        assertThat(area(0.3, Curve.LINEAR, Scale.RAW)).isCloseTo(raw, within(1e-15));
        assertThat(area(0.3, Curve.LINEAR, Scale.NORMALIZED)).isCloseTo(raw / (0.3 * 3 / 10.), within(1e-14));
    }

    @Test
    void endsAreaBetweenPoints() {
        assertThat(area(0.25, Curve.STEP, Scale.RAW))
                .isCloseTo(0.1 * 3 / 10. + 0.1 * 2 / 9. + 0.05 * 2 / 8., within(1e-15));
        double atTheEnd = (2 / 8. + 1 / 7.) / 2;
        assertThat(area(0.25, Curve.LINEAR, Scale.RAW))
                .isCloseTo(
                        0.1 * (3 / 10. + 2 / 9.) / 2 + 0.1 * (2 / 9. + 2 / 8.) / 2 + 0.05 * (2 / 8. + atTheEnd) / 2,
                        within(1e-15));
    }

    @Test
    void endsAreaOverAllDiscardsAtOne() {
        double raw = 0.1 * (3 / 10. + 2 / 9. + 2 / 8. + 1 / 7. + 1 / 6. + 1 / 5. + 1 / 4.);
        assertThat(area(1, Curve.STEP, Scale.RAW)).isCloseTo(raw, within(1e-15));
    }

    @Test
    void describesConvention() {
        AreaConvention convention = new AreaConvention(0.3, Curve.STEP, Scale.NORMALIZED);
        assertThat(convention).hasToString("pAUC to 0.3, step curve, divided by the start's (random: 1)");
    }

    /** Qualities 1 1 1 4 5 5 7 8 9 9: a threshold can stand before 1, 4, 5, 7, 8 and 9. */
    @Test
    void discardsPairsOfEqualQualityTogether() {
        double[] tied = {1, 1, 1, 4, 5, 5, 7, 8, 9, 9};
        ErrorVersusDiscard ofTies = ErrorVersusDiscard.of(tied, ERRORS);
        assertThat(ofTies.points()).isEqualTo(6);
        assertThat(ofTies.discardRate(1)).isEqualTo(0.3);
        assertThat(ofTies.falseNonMatchRate(1)).isEqualTo(1 / 7.);
        assertThat(ofTies.at(0.29, Curve.STEP)).isEqualTo(0.3);
        assertThat(ofTies.at(0.15, Curve.LINEAR)).isCloseTo((0.3 + 1 / 7.) / 2, within(1e-15));
    }

    @Test
    void doesNotDependOnOrderOfTiedPairs() {
        double[] tied = {1, 1, 1, 4, 5, 5, 7, 8, 9, 9};
        boolean[] otherOrder = {false, true, true, false, false, false, true, false, false, false};
        for (double rate = 0; rate <= 1; rate += 0.05) {
            assertThat(ErrorVersusDiscard.of(tied, otherOrder).at(rate, Curve.LINEAR))
                    .isEqualTo(ErrorVersusDiscard.of(tied, ERRORS).at(rate, Curve.LINEAR));
        }
    }

    @Test
    void removesErrorsFirstByIdealDiscard() {
        ErrorVersusDiscard ideal = ErrorVersusDiscard.ideal(ERRORS);
        assertThat(ideal.at(0.1, Curve.STEP)).isEqualTo(2 / 9.);
        assertThat(ideal.at(0.2, Curve.STEP)).isEqualTo(1 / 8.);
        assertThat(ideal.at(0.3, Curve.STEP)).isZero();
        assertThat(ideal.falseDiscards(0.3, Curve.STEP)).isZero();
    }

    @Test
    void changesNothingByRandomDiscard() {
        ErrorVersusDiscard random = ErrorVersusDiscard.random(ERRORS);
        assertThat(random.points()).isEqualTo(1);
        assertThat(random.at(0.7, Curve.LINEAR)).isEqualTo(0.3);
        assertThat(random.area(new AreaConvention(0.3, Curve.STEP, Scale.NORMALIZED)))
                .isCloseTo(1, within(1e-15));
    }

    @Test
    void countsFalseDiscardsAsLostShareOfMatchingPairs() {
        assertThat(curve.falseDiscards(0, Curve.STEP)).isZero();
        assertThat(curve.falseDiscards(0.2, Curve.STEP)).isEqualTo(1 / 7.);
        assertThat(curve.falseDiscards(0.7, Curve.STEP)).isEqualTo(4 / 7.);
        assertThat(curve.falseDiscards(0.65, Curve.LINEAR)).isCloseTo(4 / 7., within(1e-15));
    }

    @Test
    void leavesNormalizedAreaUndefinedWithoutErrors() {
        ErrorVersusDiscard none = ErrorVersusDiscard.of(QUALITIES, new boolean[10]);
        assertThat(none.area(new AreaConvention(0.3, Curve.STEP, Scale.RAW))).isZero();
        assertThat(none.area(new AreaConvention(0.3, Curve.STEP, Scale.NORMALIZED))).isNaN();
    }

    private double area(double upTo, Curve form, Scale scale) {
        return curve.area(new AreaConvention(upTo, form, scale));
    }
}
