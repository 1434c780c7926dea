package io.facequality.eval.internal;

import io.facequality.eval.EvaluationResult.Explained;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * A linear regression of scores on the components of quality reports. Components that most faces lack are left out, and
 * then faces that lack any of the others.
 */
public final class ScoreExplanation {

    /** From this share of the faces on, a component counts that some of them lack. */
    private static final double MOST_FACES = 0.9;

    /** Faces for each component, that chance does not explain the scores. */
    private static final int FACES_PER_COMPONENT = 5;

    /** Keeps the regression solvable where components say the same; far below any figure that is shown. */
    private static final double RIDGE = 1e-6;

    private final List<QualityReport> reports;

    public ScoreExplanation(List<QualityReport> reports) {
        this.reports = List.copyOf(reports);
    }

    /**
     * Explains the scores of one scorer.
     *
     * @param scores one for each report
     * @return empty if there are too few faces, or nothing differs between them
     */
    public Optional<Explained> of(String scorer, double[] scores) {
        List<Component> present = Arrays.stream(Component.values())
                .filter(component -> reports.stream().filter(report -> report.value(component).isPresent()).count()
                        >= MOST_FACES * reports.size())
                .toList();
        int[] faces = IntStream.range(0, reports.size())
                .filter(i -> present.stream().allMatch(component -> reports.get(i).value(component).isPresent()))
                .toArray();
        List<Component> components = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        for (Component component : present) {
            double[] column = Arrays.stream(faces)
                    .mapToDouble(i -> reports.get(i).value(component).orElseThrow().value())
                    .toArray();
            if (isVaried(column)) {
                components.add(component);
                columns.add(column);
            }
        }
        double[] target = Arrays.stream(faces).mapToDouble(i -> scores[i]).toArray();
        return components.isEmpty() || faces.length < FACES_PER_COMPONENT * components.size() || !isVaried(target)
                ? Optional.empty()
                : Optional.of(explained(scorer, target, components, columns));
    }

    private static boolean isVaried(double[] column) {
        return Arrays.stream(column).distinct().limit(2).count() == 2;
    }

    private static Explained explained(
            String scorer, double[] target, List<Component> components, List<double[]> columns) {
        int count = components.size();
        double[] score = standardized(target);
        List<double[]> standardized = columns.stream().map(ScoreExplanation::standardized).toList();
        double[] withScore = standardized.stream().mapToDouble(column -> product(column, score)).toArray();
        double[][] correlations = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                correlations[i][j] = product(standardized.get(i), standardized.get(j)) + (i == j ? RIDGE : 0);
            }
        }
        RealMatrix inverse = new LUDecomposition(new Array2DRowRealMatrix(correlations)).getSolver().getInverse();
        double[] weights = inverse.operate(withScore);
        double share = IntStream.range(0, count).mapToDouble(i -> weights[i] * withScore[i]).sum();
        List<Explained.Part> parts = IntStream.range(0, count)
                .mapToObj(i -> new Explained.Part(
                        components.get(i).columnName(),
                        new SpearmansCorrelation().correlation(columns.get(i), target),
                        withScore[i] * withScore[i],
                        weights[i] * weights[i] / inverse.getEntry(i, i)))
                .toList();
        return new Explained(scorer, target.length, Math.max(0, Math.min(1, share)), parts);
    }

    /** With a mean of 0, and a length of 1. */
    private static double[] standardized(double[] column) {
        double mean = Arrays.stream(column).average().orElseThrow();
        double length = Math.sqrt(Arrays.stream(column).map(x -> (x - mean) * (x - mean)).sum());
        return Arrays.stream(column).map(x -> (x - mean) / length).toArray();
    }

    private static double product(double[] one, double[] other) {
        return IntStream.range(0, one.length).mapToDouble(i -> one[i] * other[i]).sum();
    }
}
