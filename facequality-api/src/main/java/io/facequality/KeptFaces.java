package io.facequality;

import java.util.List;

/** Where the faces of a group lie relative to those that are kept: Euclidean distances of normalized embeddings. */
final class KeptFaces {

    private final List<FaceRecord> kept;
    private final List<double[]> vectors;
    private final double[] mean;

    KeptFaces(List<FaceRecord> kept) {
        this.kept = kept;
        this.vectors = kept.stream().map(KeptFaces::unit).toList();
        this.mean = mean(vectors);
    }

    boolean contains(FaceRecord face) {
        return kept.contains(face);
    }

    Selection.Representative representative() {
        return Selection.Representative.copyOf(mean);
    }

    double distanceToRepresentative(FaceRecord face) {
        return distance(unit(face), mean);
    }

    /** Infinite if no other face is kept. */
    double distanceToNearest(FaceRecord face) {
        double[] vector = unit(face);
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < kept.size(); i++) {
            if (!kept.get(i).id().equals(face.id())) {
                nearest = Math.min(nearest, distance(vector, vectors.get(i)));
            }
        }
        return nearest;
    }

    private static double[] unit(FaceRecord face) {
        float[] values = face.embedding().toArray();
        double[] unit = new double[values.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = values[i] / face.embedding().norm();
        }
        return unit;
    }

    private static double[] mean(List<double[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }
}
