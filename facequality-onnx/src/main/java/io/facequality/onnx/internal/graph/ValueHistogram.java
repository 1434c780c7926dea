package io.facequality.onnx.internal.graph;

import java.util.Arrays;
import java.util.function.Function;

/**
 * How often a value of a network took which numbers, and the range that loses least when they are told in 8 bits. A few
 * large numbers that stretched the range would coarsen all others, so the ends are moved inwards for as long as the
 * squared error over all numbers seen becomes smaller. For one thread.
 */
public final class ValueHistogram {

    /** On each side of 0. */
    private static final int BINS = 2048;

    private static final int TRIED_ENDS = 100;
    private static final int STEPS = 255;

    /** A step's uniform error has this share of its square as its mean square. */
    private static final double UNIFORM = 1 / 12.0;

    private final long[] counts = new long[2 * BINS];
    private float reach;
    private float lowest;
    private float highest;

    /**
     * Counts numbers.
     *
     * @param values numbers that the value took
     * @throws IllegalArgumentException if one is not finite
     */
    public void add(float[] values) {
        float least = lowest;
        float most = highest;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (!Float.isFinite(least) || !Float.isFinite(most)) {
            throw new IllegalArgumentException("expected finite numbers, found " + least + " to " + most);
        }
        lowest = least;
        highest = most;
        widen(Math.max(-least, most));
        float binsPerUnit = reach > 0 ? BINS / reach : 0;
        for (float value : values) {
            int bin = BINS + (int) Math.floor(value * binsPerUnit);
            counts[Math.min(Math.max(bin, 0), counts.length - 1)]++;
        }
    }

    /** Doubles the bins' width until the number has one; two old bins then make a new one. */
    private void widen(float number) {
        if (reach == 0) {
            reach = number;
        }
        while (number > reach) {
            for (int i = 0; i < BINS / 2; i++) {
                counts[BINS + i] = counts[BINS + 2 * i] + counts[BINS + 2 * i + 1];
                counts[BINS - 1 - i] = counts[BINS - 1 - 2 * i] + counts[BINS - 2 - 2 * i];
            }
            Arrays.fill(counts, 0, BINS / 2, 0);
            Arrays.fill(counts, BINS + BINS / 2, 2 * BINS, 0);
            reach *= 2;
        }
    }

    /**
     * The range that loses least.
     *
     * @return the range; from 0 to 0 if nothing but 0 was seen
     */
    public ValueRange range() {
        ValueRange whole = new ValueRange(lowest, highest);
        ValueRange fromAbove = best(whole, share -> new ValueRange(lowest, highest * share));
        return best(fromAbove, share -> new ValueRange(lowest * share, fromAbove.highest()));
    }

    private ValueRange best(ValueRange whole, Function<Float, ValueRange> narrowed) {
        ValueRange best = whole;
        double least = error(whole);
        for (int i = 1; i < TRIED_ENDS; i++) {
            ValueRange tried = narrowed.apply((float) i / TRIED_ENDS);
            double error = error(tried);
            if (error < least) {
                least = error;
                best = tried;
            }
        }
        return best;
    }

    private double error(ValueRange range) {
        double step = ((double) range.highest() - range.lowest()) / STEPS;
        double inside = step * step * UNIFORM;
        double width = (double) reach / BINS;
        double error = 0;
        for (int i = 0; i < counts.length; i++) {
            double middle = (i - BINS + 0.5) * width;
            double beyond = Math.max(0, Math.max(middle - range.highest(), range.lowest() - middle));
            error += counts[i] * (inside + beyond * beyond);
        }
        return error;
    }
}
