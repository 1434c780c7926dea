package io.facequality.eval.internal;

import java.util.Arrays;

/** Sorts positions by their values. */
public final class Sorting {

    private Sorting() {}

    /** The positions of the values from the smallest to the largest; equal values in their own order. */
    public static int[] ascending(double[] values) {
        // Sorting the values and looking each up needs no object per value, unlike sorting boxed positions.
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] next = new int[values.length];
        int[] order = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int start = firstOf(sorted, values[i]);
            order[start + next[start]++] = i;
        }
        return order;
    }

    private static int firstOf(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Double.compare(sorted[middle], value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
