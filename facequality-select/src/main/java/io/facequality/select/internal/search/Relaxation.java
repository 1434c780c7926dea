package io.facequality.select.internal.search;

import java.util.function.Predicate;

/**
 * A lower bound of an objective that is a sum over the faces of a choice and over their pairs: where {@code sum_i
 * faces[i] + sum_{i<l} pairs[i][l]} is above the limit, a choice is worse than the target that the relaxation was made
 * for. It holds for the choices that it covers; others are covered by another relaxation. Immutable, but for the
 * arrays, which it shares and which are not to be written to.
 */
public final class Relaxation {

    private final double[] faces;
    private final double[][] pairs;
    private final double limit;
    private final Predicate<int[]> covered;

    public Relaxation(double[] faces, double[][] pairs, double limit, Predicate<int[]> covered) {
        this.faces = faces;
        this.pairs = pairs;
        this.limit = limit;
        this.covered = covered;
    }

    /** Of all choices. */
    public Relaxation(double[] faces, double[][] pairs, double limit) {
        this(faces, pairs, limit, choice -> true);
    }

    /** The terms of the faces, by ordinal. */
    public double[] faces() {
        return faces;
    }

    /** The terms of the pairs, symmetric; what is on the diagonal means nothing. */
    public double[][] pairs() {
        return pairs;
    }

    /** What the sum of a choice that reaches the target does not exceed. */
    public double limit() {
        return limit;
    }

    public boolean covers(int[] choice) {
        return covered.test(choice);
    }
}
