package io.facequality.eval.internal;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.Histogram;
import io.facequality.eval.VerificationResult.RatePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** False match and false non-match rates at thresholds. */
final class ErrorRates {

    /** Enough for a smooth curve, and few enough for a page. */
    private static final int POINTS = 200;

    private final double[] genuine;
    private final double[] impostor;

    ErrorRates(Comparisons comparisons) {
        ComparisonPairs pairs = comparisons.pairs();
        genuine = new double[pairs.genuine()];
        Arrays.setAll(genuine, comparisons::similarity);
        impostor = new double[pairs.impostor()];
        Arrays.setAll(impostor, i -> comparisons.similarity(pairs.genuine() + i));
        Arrays.sort(genuine);
        Arrays.sort(impostor);
    }

    RatePoint at(double threshold) {
        return new RatePoint(
                threshold,
                1 - below(impostor, threshold) / (double) impostor.length,
                below(genuine, threshold) / (double) genuine.length);
    }

    /** Points at false match rates that are evenly spaced on a logarithmic axis, the largest rate last. */
    List<RatePoint> points() {
        List<RatePoint> points = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < POINTS; i++) {
            int matches = (int) Math.round(Math.pow(impostor.length, i / (POINTS - 1.0)));
            if (matches != last) {
                points.add(at(impostor[impostor.length - matches]));
                last = matches;
            }
        }
        return points.stream().distinct().toList();
    }

    /**
     * The error rate at which both rates are equal: their mean at the similarity where they differ least; of several, at
     * the lowest.
     */
    double equalErrorRate() {
        // One rate falls and the other rises with the threshold, so their difference changes its sign once.
        int low = 0;
        int high = genuine.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            RatePoint point = at(genuine[middle]);
            if (point.falseNonMatchRate() < point.falseMatchRate()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double above = low < genuine.length ? genuine[low] : Math.nextUp(genuine[genuine.length - 1]);
        RatePoint nearest = at(above);
        // Between two genuine similarities only the false match rate changes: they may be equal there.
        double from = low > 0 ? Math.nextUp(genuine[low - 1]) : Double.NEGATIVE_INFINITY;
        for (int i = below(impostor, from); i < impostor.length && impostor[i] <= above; i++) {
            RatePoint point = at(impostor[i]);
            nearest = difference(point) < difference(nearest) ? point : nearest;
        }
        return (nearest.falseMatchRate() + nearest.falseNonMatchRate()) / 2;
    }

    private static double difference(RatePoint point) {
        return Math.abs(point.falseMatchRate() - point.falseNonMatchRate());
    }

    private static int below(double[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Histogram genuineHistogram() {
        return Histogram.of(genuine, least(), most());
    }

    Histogram impostorHistogram() {
        return Histogram.of(impostor, least(), most());
    }

    private double least() {
        return Math.min(genuine[0], impostor[0]);
    }

    private double most() {
        return Math.max(genuine[genuine.length - 1], impostor[impostor.length - 1]);
    }
}
