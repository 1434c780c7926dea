package io.facequality.select.internal;

import io.facequality.select.FaceSelector.Representation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The objective as its definition reads: double loops over the embeddings, all combinations one after the other. Shares
 * no code with what it verifies.
 */
final class BruteForce {

    private final double[][] units;
    private final double[] weights;
    private final double[] qualities;
    private final Representation representation;

    BruteForce(float[][] embeddings, double[] qualities, double floor, Representation representation) {
        this.units = Arrays.stream(embeddings).map(BruteForce::unit).toArray(double[][]::new);
        this.weights = Arrays.stream(qualities).map(quality -> Math.max(quality, floor)).toArray();
        this.qualities = qualities;
        this.representation = representation;
    }

    private static double[] unit(float[] embedding) {
        double square = 0;
        for (float component : embedding) {
            square += (double) component * component;
        }
        double norm = Math.sqrt(square);
        return IntStream.range(0, embedding.length).mapToDouble(d -> embedding[d] / norm).toArray();
    }

    double value(List<Integer> kept) {
        double[] mean = mean(kept);
        List<Integer> leftOut =
                IntStream.range(0, units.length).boxed().filter(Predicate.not(kept::contains)).toList();
        boolean weightless = leftOut.stream().allMatch(face -> weights[face] == 0);
        double sum = 0;
        double total = 0;
        for (int face : leftOut) {
            double weight = weightless ? 1 : weights[face];
            sum += weight * distance(units[face], mean);
            total += weight;
        }
        return sum / total;
    }

    double[] mean(List<Integer> kept) {
        boolean plain = representation == Representation.MEAN
                || kept.stream().allMatch(face -> weights[face] == 0);
        double[] mean = new double[units[0].length];
        double total = 0;
        for (int face : kept) {
            double weight = plain ? 1 : weights[face];
            for (int d = 0; d < mean.length; d++) {
                mean[d] += weight * units[face][d];
            }
            total += weight;
        }
        for (int d = 0; d < mean.length; d++) {
            mean[d] /= total;
        }
        return mean;
    }

    double distanceToMean(int face, List<Integer> kept) {
        return distance(units[face], mean(kept));
    }

    double distance(int face, int other) {
        return distance(units[face], units[other]);
    }

    private static double distance(double[] a, double[] b) {
        double square = 0;
        for (int d = 0; d < a.length; d++) {
            square += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return Math.sqrt(square);
    }

    double smallestValue(int count) {
        return combinations(count).stream().mapToDouble(this::value).min().orElseThrow();
    }

    /** All within 1e-12 of the smallest value; of them the highest total quality; of those the first. */
    List<Integer> best(int count) {
        double smallest = smallestValue(count);
        List<Integer> best = List.of();
        for (List<Integer> combination : combinations(count)) {
            boolean tied = value(combination) <= smallest + 1e-12;
            if (tied && (best.isEmpty() || quality(combination) > quality(best))) {
                best = combination;
            }
        }
        return best;
    }

    private double quality(List<Integer> combination) {
        return combination.stream().mapToDouble(face -> qualities[face]).reduce(0, Double::sum);
    }

    /** In lexicographic order. */
    List<List<Integer>> combinations(int count) {
        return combinations(0, units.length, count);
    }

    static List<List<Integer>> combinations(int from, int to, int count) {
        if (count == 0) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int first = from; first <= to - count; first++) {
            for (List<Integer> rest : combinations(first + 1, to, count - 1)) {
                List<Integer> combination = new ArrayList<>(List.of(first));
                combination.addAll(rest);
                all.add(combination);
            }
        }
        return all;
    }
}
