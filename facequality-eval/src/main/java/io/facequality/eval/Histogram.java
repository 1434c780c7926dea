package io.facequality.eval;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many values lie in which range.
 *
 * @param from where the first bin starts
 * @param step how wide a bin is
 * @param counts the number of values in each bin; a bin holds its lower end
 */
public record Histogram(double from, double step, List<Long> counts) {

    private static final int BINS = 40;

    /** Copies the list. */
    public Histogram {
        counts = List.copyOf(counts);
    }

    static Histogram of(double[] values) {
        return of(
                values,
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(1));
    }

    static Histogram of(double[] values, double least, double most) {
        double width = most > least ? most - least : 1;
        double step = width / BINS;
        long[] counts = new long[BINS];
        for (double value : values) {
            counts[Math.max(0, Math.min(BINS - 1, (int) ((value - least) / step)))]++;
        }
        return new Histogram(least, step, Arrays.stream(counts).boxed().toList());
    }

    /** The middle of each bin. */
    double[] middles() {
        return IntStream.range(0, counts.size()).mapToDouble(bin -> from + (bin + 0.5) * step).toArray();
    }

    /** The share of all values in each bin. */
    double[] shares() {
        double all = counts.stream().mapToLong(Long::longValue).sum();
        return counts.stream().mapToDouble(count -> all == 0 ? 0 : count / all).toArray();
    }
}
