package io.facequality.group.internal.people;

import io.facequality.group.internal.people.Evidence.Totals;
import java.util.Arrays;

/**
 * Faces that are put together, and what they say of their person. A cluster goes by the ordinal of one of its faces, its
 * root. One thread at a time.
 */
final class Clusters {

    private final Evidence evidence;
    private final int[] parents;
    private final float[][] sums;
    private final Totals[] totals;
    private final double[] squaredLengths;
    private final double[] shares;
    private final double[] alone;

    Clusters(Evidence evidence, WeightedFaces faces) {
        this.evidence = evidence;
        int size = faces.size();
        parents = new int[size];
        sums = new float[size][];
        totals = new Totals[size];
        squaredLengths = new double[size];
        shares = new double[size];
        alone = new double[size];
        Arrays.setAll(parents, ordinal -> ordinal);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            sums[ordinal] = faces.vector(ordinal);
            totals[ordinal] = faces.totals(ordinal);
            update(ordinal);
        }
    }

    int root(int ordinal) {
        int at = ordinal;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** How much more likely two clusters are one person's than two people's, as a logarithm. */
    double logRatio(int one, int other) {
        double product = dot(sums[one], sums[other]) * shares[one] * shares[other];
        return logRatio(one, precision(other), scaledSquare(other), product, alone[other]);
    }

    /** The same for a cluster and a face that is in none. */
    double logRatio(int one, Single face) {
        double product = dot(sums[one], face.vector()) * shares[one];
        return logRatio(one, face.totals().precision(), face.squaredLength(), product, face.alone());
    }

    private double logRatio(int one, double precision, double squaredLength, double product, double otherAlone) {
        return evidence.ofOne(precision(one) + precision, scaledSquare(one) + squaredLength + 2 * product)
                - alone[one]
                - otherAlone;
    }

    private double precision(int root) {
        return totals[root].precision() * shares[root];
    }

    private double scaledSquare(int root) {
        return squaredLengths[root] * shares[root] * shares[root];
    }

    /** The same for one of a cluster's faces and its other faces. */
    double logRatioOfMember(int root, Single face) {
        float[] rest = sums[root].clone();
        for (int d = 0; d < rest.length; d++) {
            rest[d] -= face.vector()[d];
        }
        Totals others = totals[root].minus(face.totals());
        double length = dot(rest, rest);
        double share = evidence.share(others, length);
        double precision = others.precision() * share;
        double squared = length * share * share;
        double product = dot(rest, face.vector()) * share;
        return evidence.ofOne(precision + face.totals().precision(), squared + face.squaredLength() + 2 * product)
                - evidence.ofOne(precision, squared)
                - face.alone();
    }

    /** A face by itself. */
    Single single(WeightedFaces faces, int ordinal) {
        float[] vector = faces.vector(ordinal);
        double squared = dot(vector, vector);
        Totals totals = faces.totals(ordinal);
        return new Single(vector, totals, squared, evidence.ofOne(totals.precision(), squared));
    }

    record Single(float[] vector, Totals totals, double squaredLength, double alone) {}

    /** How many faces say something in a cluster; copies say nothing. */
    int size(int root) {
        return totals[root].faces();
    }

    /** Puts two clusters together. */
    void join(int into, int from) {
        float[] sum = sums[into];
        float[] added = sums[from];
        for (int d = 0; d < sum.length; d++) {
            sum[d] += added[d];
        }
        totals[into] = totals[into].plus(totals[from]);
        update(into);
        absorb(into, from);
    }

    /** Puts a cluster to another about which it says nothing new, such as a copy. */
    void absorb(int into, int from) {
        sums[from] = new float[0];
        parents[from] = into;
    }

    private void update(int root) {
        squaredLengths[root] = dot(sums[root], sums[root]);
        shares[root] = evidence.share(totals[root], squaredLengths[root]);
        alone[root] = evidence.ofOne(precision(root), scaledSquare(root));
    }

    /** Four sums side by side, so that no addition waits for the last one; always in the same order. */
    private static double dot(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int d = 0;
        for (; d + 4 <= a.length; d += 4) {
            s0 += a[d] * b[d];
            s1 += a[d + 1] * b[d + 1];
            s2 += a[d + 2] * b[d + 2];
            s3 += a[d + 3] * b[d + 3];
        }
        double sum = (double) s0 + s1 + s2 + s3;
        for (; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }
}
