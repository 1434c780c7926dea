package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Locale;
import java.util.Objects;

/**
 * What a partial area under an error-versus-discard curve means. Do not compare areas of different conventions.
 *
 * @param upTo the discard rate at which the area ends, above 0 and at most 1
 * @param curve the shape of the curve between its points
 * @param scale what the area is divided by
 */
public record AreaConvention(double upTo, Curve curve, Scale scale) {

    /** The shape of a curve between its points. */
    public enum Curve {
        /** The value of the previous point, as the errors stay until the next pair is discarded. */
        STEP,
        /** A straight line from point to point. */
        LINEAR
    }

    /** What an area is divided by. */
    public enum Scale {
        /** Nothing: the area itself, from 0 to {@code upTo}. */
        RAW,
        /**
         * The area of a random discard: {@code upTo} times the error rate at the start. A random discard gives 1, an
         * ideal one gives the least; lower is better.
         */
        NORMALIZED
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
