package io.facequality.eval;

import io.facequality.InvalidInputException;
import java.util.Arrays;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * {@code 100 * sigmoid((raw - centre) / width)}: the form that OFIQ and other tools for ISO/IEC 29794-5 use (OFIQ's
 * unified score has centre 23.0 and width 2.6).
 *
 * @param centre the raw score that becomes 50
 * @param width above 0; a score so far above the centre becomes 73
 */
public record SigmoidScale(double centre, double width) implements ScoreScale {

    /** The quartiles of a logistic distribution lie so many widths from its centre. */
    private static final double QUARTILE = Math.log(3);

    /** Checks the numbers. */
    public SigmoidScale {
        if (!Double.isFinite(centre) || !(width > 0) || Double.isInfinite(width)) {
            throw InvalidInputException.ofValue(
                    "SigmoidScale", "a finite centre and a width above 0", centre + " and " + width);
        }
    }

    /**
     * The scale that makes the median of some scores 50, and their quartiles, if they lie evenly around it, 25 and 75.
     *
     * @param reference raw scores of a reference set, not all equal
     * @return the scale
     */
    public static SigmoidScale of(double[] reference) {
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(reference);
        double half = (percentile.evaluate(75) - percentile.evaluate(25)) / 2;
        double spread = Arrays.stream(reference).max().orElseThrow() - Arrays.stream(reference).min().orElseThrow();
        // Half of the scores may be equal; the quartiles then say nothing about the others.
        return new SigmoidScale(percentile.evaluate(50), (half > 0 ? half : spread / 2) / QUARTILE);
    }

    @Override
    public double value(double raw) {
        return BEST * new Sigmoid().value((raw - centre) / width);
    }
}
