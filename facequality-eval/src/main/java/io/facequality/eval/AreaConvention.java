package io.facequality.eval;

import io.facequality.InvalidInputException;
import java.util.Locale;
import java.util.Objects;

/**
 * What a partial area under a curve of errors versus discards means. Figures of different conventions must not be
 * compared.
 *
 * @param upTo the discard rate that the area ends at, above 0 and at most 1
 * @param curve what the curve is between its points
 * @param scale what the area is divided by
 */
public record AreaConvention(double upTo, Curve curve, Scale scale) {

    /** What a curve is between its points. */
    public enum Curve {
        /** It keeps the value of the point before, as the errors do until the next pair goes. */
        STEP,
        /** It runs straight from point to point. */
        LINEAR
    }

    /** What an area is divided by. */
    public enum Scale {
        /** Nothing: the area itself, from 0 to {@code upTo}. */
        RAW,
        /**
         * The area of discarding nothing useful: {@code upTo} times the error rate at the start. Discarding at random
         * gives 1, an oracle that discards the errors first gives the least; lower is better.
         */
        NORMALISED
    }

    /** Checks the rate. */
    public AreaConvention {
        Objects.requireNonNull(curve, "curve");
        Objects.requireNonNull(scale, "scale");
        if (!(upTo > 0 && upTo <= 1)) {
            throw InvalidInputException.ofValue("AreaConvention", "a discard rate above 0 and at most 1", upTo);
        }
    }

    /** The convention in words, such as {@code pAUC to 0.3, step curve, divided by the start's (random: 1)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "pAUC to %s, %s curve, %s",
                upTo,
                curve == Curve.STEP ? "step" : "linear",
                scale == Scale.RAW ? "raw" : "divided by the start's (random: 1)");
    }
}
