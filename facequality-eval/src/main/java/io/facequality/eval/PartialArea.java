package io.facequality.eval;

import java.util.Objects;

/**
 * A partial area under a curve of errors versus discards, with what it means.
 *
 * @param value lower is better; NaN for a normalised area where there is no error at the start
 * @param convention curve, range and scale
 */
public record PartialArea(double value, AreaConvention convention) {

    /** Checks that the convention is there. */
    public PartialArea {
        Objects.requireNonNull(convention, "convention");
    }
}
