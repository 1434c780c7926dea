package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;
import java.util.Optional;

/**
 * A figure, and how much it would change with other people.
 *
 * @param value the figure, measured on all people; NaN where it is not defined
 * @param interval the confidence interval, from samples of the people; empty where there are no samples, or too few of
 *     them define the figure
 */
public record Estimate(double value, Optional<Interval> interval) {

    /**
     * A two-sided confidence interval.
     *
     * @param lower its lower end
     * @param upper its upper end, at least the lower one
     * @param confidence the probability that the interval is meant to have, above 0 and below 1
     */
    public record Interval(double lower, double upper, double confidence) {

        /** Checks the order of the ends. */
        public Interval {
            if (!(lower <= upper) || !(confidence > 0 && confidence < 1)) {
                throw InvalidInputException.ofValue(
                        "Interval",
                        "an interval with a confidence between 0 and 1",
                        lower + " to " + upper + " at " + confidence);
            }
        }
    }

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
