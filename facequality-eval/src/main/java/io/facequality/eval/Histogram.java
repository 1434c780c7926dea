package io.facequality.eval;

import java.util.Arrays;
import java.util.List;

/**
 * How many values are in which range.
 *
 * @param from the start of the first bin
 * @param step the width of a bin
 * @param counts the number of values in each bin; a bin includes its lower end
 */
public record Histogram(double from, double step, List<Long> counts) {

    private static final int MOST_BINS = 50;

    /** The steps between round numbers within a power of ten. */
    private static final double[] ROUND_STEPS = {1, 2, 5, 10};

    /** Copies the list. */
    public Histogram {
        counts = List.copyOf(counts);
    }

    /**
     * Counts values in at most about 50 bins that start at round numbers.
     *
     * @param values finite values, any number
     * @return the histogram
     */
    public static Histogram of(double[] values) {
        return of(
                values,
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(1));
    }

    /**
     * Counts values in bins for a given range, so that several histograms have the same bins.
     *
     * @param values finite values within the range
     * @param least the lower end of the range
     * @param most the upper end of the range
     * @return the histogram
     */
    public static Histogram of(double[] values, double least, double most) {
        double step = step(least, most);
        double first = Math.floor(least / step);
        long[] counts = new long[(int) (Math.floor(most / step) - first) + 1];
        for (double value : values) {
            counts[(int) (Math.floor(value / step) - first)]++;
        }
        return new Histogram(first * step, step, Arrays.stream(counts).boxed().toList());
    }

    private static double step(double least, double most) {
        double width = most > least ? (most - least) / MOST_BINS : 1;
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        return Arrays.stream(ROUND_STEPS)
                .map(round -> round * power)
                .filter(step -> step >= width)
                .findFirst()
                .orElse(10 * power);
    }

    /**
     * The share of all values in each bin.
     *
     * @return a new array of numbers from 0 to 1
     */
    public double[] shares() {
        double all = counts.stream().mapToLong(Long::longValue).sum();
        return counts.stream().mapToDouble(count -> all == 0 ? 0 : count / all).toArray();
    }
}
