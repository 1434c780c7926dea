package io.facequality.eval;

import java.util.Arrays;

/** Orders of values that stay where they are. */
final class Sorting {

    private Sorting() {}

    /** The ordinals of the values from the smallest to the largest; equal ones in their own order. */
    static int[] ascending(double[] values) {
        // Sorting the values and looking each up takes no object for each of them, as sorting boxed ordinals would.
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
