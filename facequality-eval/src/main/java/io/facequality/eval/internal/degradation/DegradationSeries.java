package io.facequality.eval.internal.degradation;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.eval.Degradation;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/** Scores clean faces, and the same faces while they are degraded more and more: a quality score must fall. */
public final class DegradationSeries {

    private DegradationSeries() {}

    /**
     * Measures every kind of degradation.
     *
     * @param label the scorer's label
     * @param scorer the scorer
     * @param faces clean faces, at least one
     * @param seed decides noise and covered places
     * @param threads how many faces are degraded and scored at once; the figures are the same for any number
     * @return one result per kind, in their order
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static List<Degradation.Result> measure(
            String label, QualityScorer scorer, List<AlignedFace> faces, long seed, int threads) {
        if (faces.isEmpty()) {
            throw InvalidInputException.ofValue("DegradationSeries", "at least one face to degrade", "none");
        }
        Degradation[] kinds = Degradation.values();
        double[][][] scores = new double[kinds.length][faces.size()][];
        new Workers(threads).forEach(
                kinds.length * faces.size(),
                () -> scorer,
                (number, shared) -> {
                    int face = number / kinds.length;
                    int kind = number % kinds.length;
                    scores[kind][face] = scores(shared, kinds[kind], faces.get(face), seed + face);
                });
        List<Degradation.Result> results = new ArrayList<>();
        for (int kind = 0; kind < kinds.length; kind++) {
            results.add(new Degradation.Result(
                    label, kinds[kind], means(scores[kind]), meanTau(scores[kind]), faces.size()));
        }
        return results;
    }

    private static double[] scores(QualityScorer scorer, Degradation kind, AlignedFace face, long seed) {
        List<AlignedFace> series = new ArrayList<>(List.of(face));
        for (int strength = 1; strength <= Degradation.STRENGTHS; strength++) {
            series.add(kind.of(face, strength, seed));
        }
        return scorer.score(series).stream().mapToDouble(QualityScore::value).toArray();
    }

    private static List<Double> means(double[][] scores) {
        return IntStream.rangeClosed(0, Degradation.STRENGTHS)
                .mapToObj(strength -> new Mean()
                        .evaluate(Arrays.stream(scores).mapToDouble(face -> face[strength]).toArray()))
                .toList();
    }

    private static double meanTau(double[][] scores) {
        double[] decreasingStrength = IntStream.rangeClosed(0, Degradation.STRENGTHS).mapToDouble(it -> -it).toArray();
        return new Mean()
                .evaluate(Arrays.stream(scores).mapToDouble(face -> tau(decreasingStrength, face)).toArray());
    }

    /** A score that never changes has no order, so it does not depend on the strength. */
    private static double tau(double[] decreasingStrength, double[] scores) {
        double tau = new KendallsCorrelation().correlation(decreasingStrength, scores);
        return Double.isNaN(tau) ? 0 : tau;
    }
}
