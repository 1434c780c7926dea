package io.facequality.eval;

import java.util.Objects;

/**
 * How far two scorers agree on the same faces.
 *
 * @param first one scorer's label
 * @param second the other's
 * @param spearman Spearman's rank correlation, from -1 to 1
 * @param kendall Kendall's tau-b, from -1 to 1
 * @param worstShare which share of the faces is called the worst ones
 * @param overlapOfWorst how many of the one's worst faces are among the other's, from 0 to 1; chance alone gives the
 *     share itself. Of faces of equal quality the first ones count as worse
 */
public record Agreement(
        String first, String second, Estimate spearman, Estimate kendall, double worstShare, double overlapOfWorst) {

    /** Checks that nothing is missing. */
    public Agreement {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(spearman, "spearman");
        Objects.requireNonNull(kendall, "kendall");
    }
}
