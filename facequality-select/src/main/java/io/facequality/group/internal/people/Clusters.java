package io.facequality.group.internal.people;

import java.util.Arrays;

/**
 * Faces that are put together, and what they say of their person. A cluster goes by the ordinal of one of its faces, its
 * root. One thread at a time.
 */
final class Clusters {

    private final Evidence evidence;
    private final int[] parents;
    private final float[][] sums;
    private final double[] precisions;
    private final double[] squaredLengths;
    private final int[] sizes;
    private final double[] shares;
    private final double[] alone;

    Clusters(Evidence evidence, WeightedFaces faces) {
        this.evidence = evidence;
        int size = faces.size();
        parents = new int[size];
        sums = new float[size][];
        precisions = new double[size];
        squaredLengths = new double[size];
        sizes = new int[size];
        shares = new double[size];
        alone = new double[size];
        Arrays.setAll(parents, ordinal -> ordinal);
        for (int ordinal = 0; ordinal < size; ordinal++) {
            sums[ordinal] = faces.vector(ordinal);
            precisions[ordinal] = faces.precision(ordinal);
            sizes[ordinal] = 1;
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
        return logRatio(one, precisions[other] * shares[other], scaledSquare(other), product, alone[other]);
    }

    /** The same for a cluster and a face that is in none. */
    double logRatio(int one, Single face) {
        return logRatio(one, face.precision(), face.squaredLength(), dot(sums[one], face.vector()) * shares[one], face.alone());
    }

    private double logRatio(int one, double precision, double squaredLength, double product, double otherAlone) {
        return evidence.ofOne(
                        precisions[one] * shares[one] + precision, scaledSquare(one) + squaredLength + 2 * product)
                - alone[one]
                - otherAlone;
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
        double share = evidence.share(sizes[root] - 1);
        double precision = (precisions[root] - face.precision()) * share;
        double squared = dot(rest, rest) * share * share;
        double product = dot(rest, face.vector()) * share;
        return evidence.ofOne(precision + face.precision(), squared + face.squaredLength() + 2 * product)
                - evidence.ofOne(precision, squared)
                - face.alone();
    }

    /** A face by itself. */
    Single single(WeightedFaces faces, int ordinal) {
        float[] vector = faces.vector(ordinal);
        double squared = dot(vector, vector);
        double precision = faces.precision(ordinal);
        return new Single(vector, precision, squared, evidence.ofOne(precision, squared));
    }

    record Single(float[] vector, double precision, double squaredLength, double alone) {}

    /** How many faces say something in a cluster; copies say nothing. */
    int size(int root) {
        return sizes[root];
    }

    /** Puts two clusters together. */
    void join(int into, int from) {
        float[] sum = sums[into];
        float[] added = sums[from];
        for (int d = 0; d < sum.length; d++) {
            sum[d] += added[d];
        }
        precisions[into] += precisions[from];
        sizes[into] += sizes[from];
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
        shares[root] = evidence.share(sizes[root]);
        alone[root] = evidence.ofOne(precisions[root] * shares[root], scaledSquare(root));
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
