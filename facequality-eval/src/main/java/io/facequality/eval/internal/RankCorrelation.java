package io.facequality.eval.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Spearman's rho and Kendall's tau-b of two series, unweighted and weighted. A weight has the effect of so many copies of
 * the value; copies are ties.
 */
final class RankCorrelation {

    private final double[] first;
    private final double[] second;
    private final int[] firstOrder;
    private final int[] secondOrder;
    private final int[] secondRanks;
    private final int secondRankCount;

    RankCorrelation(double[] first, double[] second) {
        this.first = first;
        this.second = second;
        this.firstOrder = Sorting.ascending(first);
        this.secondOrder = Sorting.ascending(second);
        this.secondRanks = denseRanks(second, secondOrder);
        this.secondRankCount = Arrays.stream(secondRanks).max().orElse(-1) + 1;
    }

    private static int[] denseRanks(double[] values, int[] order) {
        int[] ranks = new int[values.length];
        for (int i = 1; i < order.length; i++) {
            ranks[order[i]] = ranks[order[i - 1]] + (values[order[i]] == values[order[i - 1]] ? 0 : 1);
        }
        return ranks;
    }

    double spearman() {
        return new SpearmansCorrelation().correlation(first, second);
    }

    double kendall() {
        return new KendallsCorrelation().correlation(first, second);
    }

    double spearman(int[] weights) {
        double[] x = middleRanks(first, firstOrder, weights);
        double[] y = middleRanks(second, secondOrder, weights);
        double total = Arrays.stream(weights).asLongStream().sum();
        double middle = (total + 1) / 2;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += weights[i] * (x[i] - middle) * (x[i] - middle);
            xy += weights[i] * (x[i] - middle) * (y[i] - middle);
            yy += weights[i] * (y[i] - middle) * (y[i] - middle);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** The mean rank of each value and those equal to it, from 1. */
    private static double[] middleRanks(double[] values, int[] order, int[] weights) {
        double[] ranks = new double[values.length];
        long before = 0;
        for (int from = 0; from < order.length; ) {
            int to = endOfTies(values, order, from);
            long tied = 0;
            for (int i = from; i < to; i++) {
                tied += weights[order[i]];
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = before + (tied + 1) / 2.0;
            }
            before += tied;
            from = to;
        }
        return ranks;
    }

    private static int endOfTies(double[] values, int[] order, int from) {
        int to = from + 1;
        while (to < order.length && values[order[to]] == values[order[from]]) {
            to++;
        }
        return to;
    }

    /**
     * Counts, in the order of the first series, the weight below and above in the second, with a Fenwick tree over its
     * ranks: n log n.
     */
    double kendall(int[] weights) {
        long[] tree = new long[secondRankCount + 1];
        long total = IntStream.of(weights).asLongStream().sum();
        double difference = 0;
        double firstTies = 0;
        long seen = 0;
        for (int from = 0; from < firstOrder.length; ) {
            int to = endOfTies(first, firstOrder, from);
            double tied = 0;
            for (int i = from; i < to; i++) {
                int face = firstOrder[i];
                long below = sum(tree, secondRanks[face]);
                long above = seen - sum(tree, secondRanks[face] + 1);
                difference += (double) weights[face] * (below - above);
                tied += weights[face];
            }
            for (int i = from; i < to; i++) {
                add(tree, secondRanks[firstOrder[i]], weights[firstOrder[i]]);
            }
            seen += (long) tied;
            firstTies += tied * (tied - 1) / 2;
            from = to;
        }
        double pairs = total * (total - 1.0) / 2;
        return difference / Math.sqrt((pairs - firstTies) * (pairs - secondTies(weights)));
    }

    private double secondTies(int[] weights) {
        double[] tied = new double[secondRankCount];
        for (int i = 0; i < weights.length; i++) {
            tied[secondRanks[i]] += weights[i];
        }
        return Arrays.stream(tied).map(count -> count * (count - 1) / 2).sum();
    }

    /** The weight of all ranks below one. */
    private static long sum(long[] tree, int below) {
        long sum = 0;
        for (int i = below; i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }

    private static void add(long[] tree, int rank, int weight) {
        for (int i = rank + 1; i < tree.length; i += i & -i) {
            tree[i] += weight;
        }
    }
}
