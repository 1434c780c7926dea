package io.facequality.eval;

import java.util.Objects;
import java.util.Optional;

/**
 * A figure, and how far it would move with other people.
 *
 * @param value the figure, measured on all people that there are; NaN where it is not defined
 * @param interval from resampling the people; empty where nothing was resampled, or too few samples define the figure
 */
public record Estimate(double value, Optional<Interval> interval) {

    /** Checks that nothing is missing. */
    public Estimate {
        Objects.requireNonNull(interval, "interval");
    }

    /**
     * A figure without an interval.
     *
     * @param value the figure
     * @return the estimate
     */
    public static Estimate of(double value) {
        return new Estimate(value, Optional.empty());
    }
}
