package io.facequality.select.internal;

import io.facequality.Selection.HeldOutError;
import io.facequality.select.Objective;
import io.facequality.select.internal.objective.GroupFaces;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Measures how far held-out faces are from what represents them in a choice: the mean of the kept faces, plain or
 * weighted, where the objective is the one that measures from it, otherwise the nearest kept face. The error is the
 * weighted mean of these distances over the held-out faces that are not kept themselves. Immutable.
 */
public final class HeldOutDistances {

    private final GroupFaces faces;
    private final boolean fromMean;

    public HeldOutDistances(GroupFaces faces, Objective objective) {
        this.faces = faces;
        this.fromMean = objective.isRepresentedByMean();
    }

    /** The error of a choice on faces, or empty if it keeps them all. */
    Optional<Double> error(int[] kept, int[] heldOut) {
        int[] measured = Arrays.stream(heldOut)
                .filter(face -> Arrays.binarySearch(kept, face) < 0)
                .toArray();
        if (measured.length == 0) {
            return Optional.empty();
        }
        boolean weightless = Arrays.stream(measured).allMatch(face -> faces.weight(face) == 0);
        double[] parts = faces.weights().parts(kept);
        double sum = 0;
        double total = 0;
        for (int face : measured) {
            double weight = weightless ? 1 : faces.weight(face);
            sum += weight * (fromMean ? distanceToMean(face, kept, parts) : distanceToNearest(face, kept));
            total += weight;
        }
        return Optional.of(sum / total);
    }

    private double distanceToMean(int face, int[] kept, double[] parts) {
        double square = 0;
        for (int i = 0; i < kept.length; i++) {
            square += parts[i] * faces.matrix().row(kept[i])[face];
            for (int l = 0; l < i; l++) {
                square -= parts[i] * parts[l] * faces.matrix().row(kept[i])[kept[l]];
            }
        }
        return Math.sqrt(Math.max(0, square));
    }

    private double distanceToNearest(int face, int[] kept) {
        return Arrays.stream(kept)
                .mapToDouble(other -> faces.distance(face, other))
                .min()
                .orElseThrow();
    }

    /** The mean of the errors on several folds, of which there must be one. */
    static HeldOutError mean(double[] errors) {
        double mean = DoubleStream.of(errors).average().orElseThrow();
        double squares = DoubleStream.of(errors)
                .map(error -> (error - mean) * (error - mean))
                .sum();
        int folds = errors.length;
        return new HeldOutError(folds, mean, folds == 1 ? 0 : Math.sqrt(squares / (folds - 1) / folds));
    }
}
