package io.facequality.eval.internal;

import io.facequality.ModelId;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.EvaluatedFaces.Scores;
import io.facequality.eval.PairQuality;
import io.facequality.eval.ScoreCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Discards by the scores of one scorer, with the errors of one embedder. Immutable. */
final class DiscardMeasurement {

    private static final double BAND_STEP = 0.02;
    private static final double BAND_END = 0.5;
    private static final double[] BAND_RATES = IntStream.rangeClosed(0, (int) Math.round(BAND_END / BAND_STEP))
            .mapToDouble(i -> i * BAND_STEP)
            .toArray();

    private final DiscardSettings settings;
    private final Scores scores;
    private final Comparisons comparisons;
    private final DiscardOrder order;
    private final ErrorVersusDiscard curve;
    private final List<DiscardThreshold> thresholds;
    private final byte[] thresholdsReached;

    DiscardMeasurement(
            DiscardSettings settings,
            Scores scores,
            ScoreCalibration calibration,
            Comparisons comparisons,
            boolean[] isError) {
        this.settings = settings;
        this.scores = scores;
        this.comparisons = comparisons;
        double[] qualities = comparisons.genuineQualities(scores.toArray(), settings.pairQuality());
        this.order = DiscardOrder.of(qualities);
        this.curve = ErrorVersusDiscard.of(qualities, isError);
        this.thresholds = DiscardThreshold.forShares(scores, calibration);
        this.thresholdsReached =
                thresholdsReached(comparisons.genuineQualities(scores.toArray(), PairQuality.MINIMUM));
    }

    /** For each genuine pair the number of thresholds that both of its pictures reach. */
    private byte[] thresholdsReached(double[] qualities) {
        byte[] counts = new byte[qualities.length];
        for (int pair = 0; pair < counts.length; pair++) {
            for (DiscardThreshold threshold : thresholds) {
                if (qualities[pair] >= threshold.raw()) {
                    counts[pair]++;
                }
            }
        }
        return counts;
    }

    /**
     * The figures of one sample; NaN for what it does not define.
     *
     * @param band the false non-match rate at each discard rate of the band
     * @param areas the area of each convention
     * @param remaining the false non-match rate of the pairs that reach each threshold
     */
    record Sample(double[] band, double[] areas, double[] remaining) {}

    /** Memory of one thread for its samples. */
    CurvePoints memory() {
        return new CurvePoints(order.groups());
    }

    Sample sample(double[] pairWeights, double similarityThreshold, CurvePoints points) {
        order.walk(pair -> pairWeights[pair], pair -> comparisons.similarity(pair) < similarityThreshold, points);
        boolean isDefined = points.count() > 0;
        return new Sample(
                Arrays.stream(BAND_RATES)
                        .map(rate -> isDefined ? points.at(rate, Curve.STEP) : Double.NaN)
                        .toArray(),
                settings.areas().stream()
                        .mapToDouble(convention -> isDefined ? points.area(convention) : Double.NaN)
                        .toArray(),
                remaining(pairWeights, similarityThreshold));
    }

    /** The false non-match rate of the pairs that reach each threshold. */
    private double[] remaining(double[] pairWeights, double similarityThreshold) {
        double[] all = new double[thresholds.size() + 1];
        double[] wrong = new double[thresholds.size() + 1];
        for (int pair = 0; pair < thresholdsReached.length; pair++) {
            int reached = thresholdsReached[pair];
            all[reached] += pairWeights[pair];
            wrong[reached] += comparisons.similarity(pair) < similarityThreshold ? pairWeights[pair] : 0;
        }
        double[] rates = new double[thresholds.size()];
        double allAbove = 0;
        double wrongAbove = 0;
        for (int threshold = thresholds.size() - 1; threshold >= 0; threshold--) {
            allAbove += all[threshold + 1];
            wrongAbove += wrong[threshold + 1];
            rates[threshold] = wrongAbove / allAbove;
        }
        return rates;
    }

    DiscardResult result(Bootstrap.Intervals<Sample> intervals, ModelId embedder) {
        return new DiscardResult(
                scores.label(), scores.model().equals(embedder), curve, band(intervals), areas(intervals),
                advice(intervals));
    }

    private List<DiscardResult.BandPoint> band(Bootstrap.Intervals<Sample> intervals) {
        return IntStream.range(0, BAND_RATES.length)
                .mapToObj(i -> new DiscardResult.BandPoint(
                        BAND_RATES[i],
                        intervals.around(curve.at(BAND_RATES[i], Curve.STEP), sample -> sample.band()[i])))
                .toList();
    }

    private List<DiscardResult.Area> areas(Bootstrap.Intervals<Sample> intervals) {
        return IntStream.range(0, settings.areas().size())
                .mapToObj(i -> new DiscardResult.Area(
                        settings.areas().get(i),
                        intervals.around(curve.area(settings.areas().get(i)), sample -> sample.areas()[i])))
                .toList();
    }

    private List<DiscardResult.Advice> advice(Bootstrap.Intervals<Sample> intervals) {
        double[] ones = new double[thresholdsReached.length];
        Arrays.fill(ones, 1);
        double[] after = remaining(ones, comparisons.threshold(settings.falseMatchRate()));
        List<DiscardResult.Advice> advice = new ArrayList<>();
        for (int i = 0; i < thresholds.size(); i++) {
            int threshold = i;
            if (Double.isFinite(after[i])) {
                advice.add(new DiscardResult.Advice(
                        thresholds.get(i).calibrated(),
                        thresholds.get(i).raw(),
                        thresholds.get(i).discarded(),
                        discardedPairs(i),
                        curve.at(0, Curve.STEP),
                        intervals.around(after[i], sample -> sample.remaining()[threshold]),
                        settings.falseMatchRate()));
            }
        }
        return advice;
    }

    private double discardedPairs(int threshold) {
        long lost = IntStream.range(0, thresholdsReached.length)
                .filter(pair -> thresholdsReached[pair] <= threshold)
                .count();
        return lost / (double) thresholdsReached.length;
    }
}
