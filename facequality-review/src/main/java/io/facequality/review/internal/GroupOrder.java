package io.facequality.review.internal;

import io.facequality.plan.internal.decisions.ReviewedGroup;
import java.util.Comparator;

/** The order in which groups are looked at. */
final class GroupOrder {

    /** Where nothing was chosen there is nothing to doubt: such groups come last. The order of the plan decides ties. */
    static final Comparator<ReviewedGroup> LEAST_SURE_FIRST =
            Comparator.comparingDouble(group -> group.margin().orElse(Double.POSITIVE_INFINITY));

    private GroupOrder() {}
}
