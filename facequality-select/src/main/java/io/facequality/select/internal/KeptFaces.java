package io.facequality.select.internal;

import io.facequality.Selection.Representative;
import io.facequality.internal.Interrupts;
import io.facequality.select.internal.objective.FaceWeights;
import io.facequality.select.internal.objective.UnitVectors;
import java.util.Arrays;

/** Where all faces of a group lie relative to those that are kept. Needs memory for O(n), not for all pairs. */
public final class KeptFaces {

    /** The nearest kept face of a face that is the only one kept. */
    static final int NONE = -1;

    private final Representative representative;
    private final double[] distancesToRepresentative;
    private final double[] distancesToNearest;
    private final int[] nearest;

    /** Measures all faces; the kept ones' ordinals ascend. */
    public KeptFaces(UnitVectors vectors, FaceWeights weights, int[] kept) {
        int size = vectors.size();
        double[] parts = weights.parts(kept);
        double[] sums = new double[size];
        double spread = 0;
        this.nearest = new int[size];
        this.distancesToNearest = new double[size];
        Arrays.fill(nearest, NONE);
        Arrays.fill(distancesToNearest, Double.POSITIVE_INFINITY);
        for (int i = 0; i < kept.length; i++) {
            Interrupts.check();
            double[] row = vectors.squaredDistances(kept[i]);
            spread += parts[i] * sums[kept[i]];
            for (int j = 0; j < size; j++) {
                sums[j] += parts[i] * row[j];
            }
            compareWithNearest(kept[i], row);
        }
        this.distancesToRepresentative = new double[size];
        for (int j = 0; j < size; j++) {
            distancesToRepresentative[j] = Math.sqrt(Math.max(0, sums[j] - spread));
        }
        this.representative = Representative.copyOf(vectors.combination(kept, parts));
    }

    private void compareWithNearest(int face, double[] row) {
        for (int j = 0; j < row.length; j++) {
            double distance = Math.sqrt(row[j]);
            if (j != face && distance < distancesToNearest[j]) {
                distancesToNearest[j] = distance;
                nearest[j] = face;
            }
        }
    }

    public Representative representative() {
        return representative;
    }

    double distanceToRepresentative(int face) {
        return distancesToRepresentative[face];
    }

    /** The nearest other kept face, the first of several; {@link #NONE} if there is none. */
    int nearest(int face) {
        return nearest[face];
    }

    /** Infinite if no other face is kept. */
    double distanceToNearest(int face) {
        return distancesToNearest[face];
    }
}
