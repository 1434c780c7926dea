package io.facequality.eval.internal;

import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluatedFaces.Scores;
import io.facequality.eval.EvaluationResult.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures how much each two scorers agree. */
public final class ScorerAgreements {

    private static final double WORST_SHARE = 0.10;

    private final EvaluatedFaces faces;
    private final List<Scores> scorers;

    /** Takes the scores of these faces. */
    public ScorerAgreements(EvaluatedFaces faces) {
        this.faces = faces;
        this.scorers = faces.scorers();
    }

    /** The number of pairs of scorers. */
    public int count() {
        return scorers.size() * (scorers.size() - 1) / 2;
    }

    /** Measures each pair of scorers. */
    public List<Agreement> measure(Bootstrap bootstrap, Bootstrap.Steps steps) {
        List<Agreement> agreements = new ArrayList<>();
        for (int i = 0; i < scorers.size(); i++) {
            for (int j = i + 1; j < scorers.size(); j++) {
                agreements.add(agreement(scorers.get(i), scorers.get(j), bootstrap, steps));
            }
        }
        return agreements;
    }

    /** The correlations of one sample. */
    private record Sample(double spearman, double kendall) {}

    private Agreement agreement(Scores first, Scores second, Bootstrap bootstrap, Bootstrap.Steps steps) {
        RankCorrelation correlation = new RankCorrelation(first.toArray(), second.toArray());
        Bootstrap.Intervals<Sample> intervals =
                bootstrap.run(faces.people().size(), () -> sampling(correlation), steps);
        return new Agreement(
                first.label(),
                second.label(),
                intervals.around(correlation.spearman(), Sample::spearman),
                intervals.around(correlation.kendall(), Sample::kendall),
                WORST_SHARE,
                overlapOfWorst(first.toArray(), second.toArray()));
    }

    private Bootstrap.Measurement<Sample> sampling(RankCorrelation correlation) {
        int[] faceWeights = new int[faces.size()];
        return weights -> {
            Arrays.setAll(faceWeights, face -> weights[faces.person(face)]);
            return new Sample(correlation.spearman(faceWeights), correlation.kendall(faceWeights));
        };
    }

    private static double overlapOfWorst(double[] first, double[] second) {
        int worst = Math.max(1, (int) Math.round(WORST_SHARE * first.length));
        boolean[] isWorst = new boolean[first.length];
        Arrays.stream(Sorting.ascending(first), 0, worst).forEach(face -> isWorst[face] = true);
        return Arrays.stream(Sorting.ascending(second), 0, worst).filter(face -> isWorst[face]).count()
                / (double) worst;
    }
}
