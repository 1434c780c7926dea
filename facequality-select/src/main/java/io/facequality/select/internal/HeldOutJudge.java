package io.facequality.select.internal;

import io.facequality.Selection.HeldOutError;
import io.facequality.select.ComparedFaces;
import io.facequality.select.Objective;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Measures how far held-out faces are from what represents them in a choice: the mean of the kept faces, plain or
 * weighted, where the objective is the one that measures from it, otherwise the nearest kept face. The error is the
 * weighted mean of these distances over the held-out faces that are not kept themselves. Immutable.
 */
public final class HeldOutJudge {

    private final ComparedFaces faces;
    private final boolean fromMean;

    public HeldOutJudge(ComparedFaces faces, Objective objective) {
        this.faces = faces;
        this.fromMean = objective instanceof Central;
    }

    /** The error of a choice on faces, or empty if it keeps them all. */
    Optional<Double> error(int[] kept, int[] heldOut) {
        int[] judged = Arrays.stream(heldOut)
                .filter(face -> Arrays.binarySearch(kept, face) < 0)
                .toArray();
        if (judged.length == 0) {
            return Optional.empty();
        }
        boolean weightless = Arrays.stream(judged).allMatch(face -> faces.weight(face) == 0);
        double[] parts = faces.weights().parts(kept);
        double sum = 0;
        double total = 0;
        for (int face : judged) {
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
