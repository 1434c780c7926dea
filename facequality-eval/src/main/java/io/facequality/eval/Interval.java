package io.facequality.eval;

import io.facequality.InvalidInputException;


/**
 * A two-sided confidence interval.
 *
 * @param lower its lower end
 * @param upper its upper end, at least the lower one
 * @param confidence how sure, above 0 and below 1
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
