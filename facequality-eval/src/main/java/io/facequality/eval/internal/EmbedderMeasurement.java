package io.facequality.eval.internal;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluatedFaces.Embeddings;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult;
import io.facequality.eval.VerificationResult.OperatingPoint;
import io.facequality.eval.VerificationResult.RatePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures all scorers with the comparisons of one embedder. Immutable. */
public final class EmbedderMeasurement {

    private static final List<Double> VERIFICATION_RATES = List.of(1e-2, 1e-3, 1e-4);

    private final EvaluatedFaces faces;
    private final Embeddings embedder;
    private final Comparisons comparisons;
    private final ComparisonPairs pairs;
    private final int[] firstPerson;
    private final int[] secondPerson;
    private final List<Double> rates;
    private final boolean[] isError;
    private final ErrorRates errorRates;
    private final List<DiscardMeasurement> discards;

    /** Compares all pairs. */
    public EmbedderMeasurement(
            DiscardSettings settings,
            EvaluatedFaces faces,
            ComparisonPairs pairs,
            Embeddings embedder,
            List<ScorerResult> scorers) {
        this.faces = faces;
        this.embedder = embedder;
        this.pairs = pairs;
        this.comparisons = Comparisons.of(pairs, embedder.vectors());
        this.firstPerson = IntStream.range(0, pairs.size()).map(it -> faces.person(pairs.first(it))).toArray();
        this.secondPerson = IntStream.range(0, pairs.size()).map(it -> faces.person(pairs.second(it))).toArray();
        this.isError = comparisons.falseNonMatches(comparisons.threshold(settings.falseMatchRate()));
        this.errorRates = new ErrorRates(comparisons);
        this.rates = rates(settings.falseMatchRate(), comparisons);
        this.discards = IntStream.range(0, scorers.size())
                .mapToObj(i -> new DiscardMeasurement(
                        settings, faces.scorers().get(i), scorers.get(i).used(), comparisons, isError))
                .toList();
    }

    /** The rate of the discards comes first. */
    private static List<Double> rates(double falseMatchRate, Comparisons comparisons) {
        List<Double> rates = new ArrayList<>(List.of(falseMatchRate));
        VERIFICATION_RATES.stream()
                .filter(rate -> rate != falseMatchRate && comparisons.canMeasure(rate))
                .forEach(rates::add);
        return rates;
    }

    /**
     * The figures of one sample.
     *
     * @param falseNonMatchRates one per false match rate; NaN if the sample has no impostor pair
     * @param discards the figures of each scorer
     */
    private record Sample(double[] falseNonMatchRates, List<DiscardMeasurement.Sample> discards) {}

    /** Measures everything, with intervals. */
    public EmbedderResult result(Bootstrap bootstrap, Bootstrap.Steps steps) {
        Bootstrap.Intervals<Sample> intervals = bootstrap.run(faces.people().size(), this::sampling, steps);
        List<OperatingPoint> operatingPoints = IntStream.range(0, rates.size())
                .mapToObj(i -> operatingPoint(i, intervals))
                .toList();
        VerificationResult verification = new VerificationResult(
                operatingPoints.stream()
                        .filter(point -> VERIFICATION_RATES.contains(point.wantedFalseMatchRate()))
                        .toList(),
                errorRates.points(),
                errorRates.equalErrorRate(),
                FoldedAccuracy.of(comparisons, faces.personOf(), bootstrap.seed()),
                errorRates.genuineHistogram(),
                errorRates.impostorHistogram());
        return new EmbedderResult(
                embedder.label(),
                embedder.model(),
                verification,
                operatingPoints.get(0),
                IntStream.range(0, discards.size())
                        .mapToObj(i -> discards.get(i)
                                .result(intervals.part(sample -> sample.discards().get(i)), embedder.model()))
                        .toList(),
                ErrorVersusDiscard.ideal(isError));
    }

    private OperatingPoint operatingPoint(int rate, Bootstrap.Intervals<Sample> intervals) {
        double threshold = comparisons.threshold(rates.get(rate));
        RatePoint point = errorRates.at(threshold);
        return new OperatingPoint(
                rates.get(rate),
                threshold,
                point.falseMatchRate(),
                intervals.around(point.falseNonMatchRate(), sample -> sample.falseNonMatchRates()[rate]));
    }

    /** Measures samples, with the memory of one thread. */
    private Bootstrap.Measurement<Sample> sampling() {
        List<CurvePoints> memory = discards.stream().map(DiscardMeasurement::memory).toList();
        double[] pairWeights = new double[pairs.size()];
        return weights -> {
            double impostorWeight = weigh(weights, pairWeights);
            double[] thresholds = rates.stream()
                    .mapToDouble(rate -> comparisons.threshold(rate, pair -> pairWeights[pair], impostorWeight))
                    .toArray();
            double[] falseNonMatchRates = new double[thresholds.length];
            for (int i = 0; i < thresholds.length; i++) {
                falseNonMatchRates[i] = impostorWeight > 0 ? falseNonMatchRate(pairWeights, thresholds[i]) : Double.NaN;
            }
            return new Sample(
                    falseNonMatchRates,
                    IntStream.range(0, discards.size())
                            .mapToObj(i -> discards.get(i).sample(pairWeights, thresholds[0], memory.get(i)))
                            .toList());
        };
    }

    /** A genuine pair counts as often as its person was drawn, an impostor pair as often as both people together. */
    private double weigh(int[] weights, double[] pairWeights) {
        double impostorWeight = 0;
        for (int pair = 0; pair < pairWeights.length; pair++) {
            int first = firstPerson[pair];
            int second = secondPerson[pair];
            pairWeights[pair] = first == second ? weights[first] : (double) weights[first] * weights[second];
            impostorWeight += pair < pairs.genuine() ? 0 : pairWeights[pair];
        }
        return impostorWeight;
    }

    private double falseNonMatchRate(double[] pairWeights, double threshold) {
        double wrong = 0;
        double all = 0;
        for (int pair = 0; pair < pairs.genuine(); pair++) {
            all += pairWeights[pair];
            wrong += comparisons.similarity(pair) < threshold ? pairWeights[pair] : 0;
        }
        return wrong / all;
    }
}
