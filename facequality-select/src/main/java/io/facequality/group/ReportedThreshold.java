package io.facequality.group;

import io.facequality.group.internal.Cosine;
import java.util.Objects;

/**
 * A threshold that a model's makers report, without the pairs that it was measured on and so without intervals.
 *
 * @param similarity faces at least as similar match, from -1 to 1
 * @param falseMatchRate the share of impostor pairs that match
 * @param falseNonMatchRate the share of genuine pairs that do not
 * @param provenance where the figures come from, in words
 */
public record ReportedThreshold(
        double similarity, double falseMatchRate, double falseNonMatchRate, String provenance) {

    /** Checks the range. */
    public ReportedThreshold {
        Objects.requireNonNull(provenance, "provenance");
        Cosine.checkedThreshold(similarity);
    }
}
