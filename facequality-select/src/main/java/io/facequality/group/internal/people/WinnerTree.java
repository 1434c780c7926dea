package io.facequality.group.internal.people;

import java.util.Arrays;

/** Numbers of which the largest is known at any time; of equal ones the first. One thread at a time. */
final class WinnerTree {

    private final double[] values;
    private final int[] winners;
    private final int leaves;

    WinnerTree(int size) {
        leaves = Math.max(1, Integer.highestOneBit(Math.max(1, size - 1)) * 2);
        values = new double[leaves];
        winners = new int[2 * leaves];
        Arrays.fill(values, Double.NEGATIVE_INFINITY);
        for (int node = 2 * leaves - 1; node > 0; node--) {
            winners[node] = node >= leaves ? node - leaves : winners[2 * node];
        }
    }

    double get(int ordinal) {
        return values[ordinal];
    }

    void set(int ordinal, double value) {
        values[ordinal] = value;
        for (int node = (leaves + ordinal) / 2; node > 0; node /= 2) {
            int left = winners[2 * node];
            int right = winners[2 * node + 1];
            winners[node] = values[right] > values[left] ? right : left;
        }
    }

    /** The ordinal of the largest. */
    int winner() {
        return winners[1];
    }
}
