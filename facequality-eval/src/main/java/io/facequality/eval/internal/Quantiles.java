package io.facequality.eval.internal;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Quantiles by one rule everywhere: linear between order statistics, Hyndman and Fan's type 7. */
public final class Quantiles {

    private Quantiles() {}

    /** Prepares the values; {@code evaluate(p)} of the result gives the p-th percentile. */
    public static Percentile of(double[] values) {
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(values);
        return percentile;
    }
}
