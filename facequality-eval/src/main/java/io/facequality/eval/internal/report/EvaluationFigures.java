package io.facequality.eval.internal.report;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.Degradation;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.Histogram;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult;
import io.facequality.eval.VerificationResult.RatePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes the plots of an evaluation. */
final class EvaluationFigures {

    private static final double PLOTTED_DISCARDS = 0.5;
    private static final int PLOTTED_POINTS = 125;

    private EvaluationFigures() {}

    /** All figures of an evaluation. */
    static List<Figure> of(EvaluationResult result) {
        List<Figure> figures = new ArrayList<>();
        for (EmbedderResult embedder : result.embedders()) {
            figures.add(errorVersusDiscard(embedder));
        }
        figures.add(tradeOff(result));
        for (EmbedderResult embedder : result.embedders()) {
            figures.add(similarities(embedder));
        }
        for (ScorerResult scorer : result.scorers()) {
            figures.add(qualities(scorer));
        }
        for (ScorerResult scorer : result.scorers()) {
            degradation(result, scorer).ifPresent(figures::add);
        }
        return figures;
    }

    private static Figure errorVersusDiscard(EmbedderResult embedder) {
        List<Figure.Series> series = new ArrayList<>();
        int style = 0;
        for (DiscardResult discards : embedder.discards()) {
            List<DiscardResult.BandPoint> band = discards.band().stream()
                    .filter(point -> point.falseNonMatchRate().interval().isPresent())
                    .toList();
            if (band.size() > 1) {
                series.add(band(discards.scorer(), style, band));
            }
            series.add(curve(discards.scorer(), style, discards.curve()));
            style++;
        }
        series.add(Figure.series(
                "random discard", Figure.Line.STRAIGHT, style++,
                new double[] {0, PLOTTED_DISCARDS},
                new double[] {embedder.start().falseNonMatchRate().value(), embedder.start().falseNonMatchRate().value()
                }));
        series.add(curve("ideal (errors first)", style, embedder.ideal()));
        return new Figure(
                "edc-" + Texts.fileStem(embedder.label()),
                "Errors versus discards, compared with " + embedder.label(),
                "discarded share of the genuine pairs, lowest quality first",
                "FNMR at FMR " + Texts.percent(embedder.start().wantedFalseMatchRate()),
                Figure.Axes.FROM_ZERO,
                series);
    }

    private static Figure.Series band(String scorer, int style, List<DiscardResult.BandPoint> band) {
        int n = band.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            Estimate.Interval interval = band.get(i).falseNonMatchRate().interval().orElseThrow();
            x[i] = band.get(i).discardRate();
            y[i] = interval.upper();
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = interval.lower();
        }
        return Figure.series(
                scorer + ", " + Math.round(100 * band.get(0).falseNonMatchRate().interval().orElseThrow().confidence())
                        + " % interval",
                Figure.Line.BAND, style, x, y);
    }

    /** The steps of a curve at the resolution of a plot, without points where nothing changes. */
    private static Figure.Series curve(String name, int style, ErrorVersusDiscard curve) {
        double[] steps = IntStream.rangeClosed(0, PLOTTED_POINTS)
                .mapToDouble(i -> PLOTTED_DISCARDS * i / PLOTTED_POINTS)
                .filter(rate -> rate == 0
                        || rate == PLOTTED_DISCARDS
                        || value(curve, rate) != value(curve, rate - PLOTTED_DISCARDS / PLOTTED_POINTS))
                .toArray();
        return Figure.series(
                name, Figure.Line.STEP, style, steps,
                Arrays.stream(steps).map(rate -> value(curve, rate)).toArray());
    }

    private static double value(ErrorVersusDiscard curve, double rate) {
        return curve.at(Math.max(0, rate), AreaConvention.Curve.STEP);
    }

    private static Figure tradeOff(EvaluationResult result) {
        List<Figure.Series> series = new ArrayList<>();
        for (int i = 0; i < result.embedders().size(); i++) {
            EmbedderResult embedder = result.embedders().get(i);
            List<RatePoint> points = embedder.verification().points().stream()
                    .filter(point -> point.falseMatchRate() > 0 && point.falseNonMatchRate() > 0)
                    .toList();
            if (!points.isEmpty()) {
                series.add(Figure.series(
                        embedder.label(), Figure.Line.STRAIGHT, i,
                        points.stream().mapToDouble(RatePoint::falseMatchRate).toArray(),
                        points.stream().mapToDouble(RatePoint::falseNonMatchRate).toArray()));
            }
        }
        return new Figure(
                "det", "Detection error trade-off", "false match rate (FMR)", "false non-match rate (FNMR)",
                Figure.Axes.LOGARITHMIC, series);
    }

    private static Figure similarities(EmbedderResult embedder) {
        VerificationResult verification = embedder.verification();
        return new Figure(
                "similarities-" + Texts.fileStem(embedder.label()),
                "Similarities by " + embedder.label(),
                "similarity (cosine)",
                "share of the pairs",
                Figure.Axes.FROM_ZERO,
                List.of(
                        histogram("genuine pairs", 0, verification.genuine()),
                        histogram("impostor pairs", 1, verification.impostor())));
    }

    private static Figure qualities(ScorerResult scorer) {
        return new Figure(
                "quality-" + Texts.fileStem(scorer.label()),
                "Qualities by " + scorer.label(),
                "raw quality",
                "share of the faces",
                Figure.Axes.FROM_ZERO,
                List.of(histogram("faces", 0, scorer.histogram())));
    }

    /** Two corners per bin; starts and ends at zero. */
    private static Figure.Series histogram(String name, int style, Histogram histogram) {
        double[] shares = histogram.shares();
        double[] x = new double[2 * shares.length + 2];
        double[] y = new double[x.length];
        for (int bin = 0; bin <= shares.length; bin++) {
            x[2 * bin] = histogram.from() + bin * histogram.step();
            x[2 * bin + 1] = x[2 * bin];
            y[2 * bin] = bin == 0 ? 0 : shares[bin - 1];
            y[2 * bin + 1] = bin == shares.length ? 0 : shares[bin];
        }
        return Figure.series(name, Figure.Line.STRAIGHT, style, x, y);
    }

    private static Optional<Figure> degradation(EvaluationResult result, ScorerResult scorer) {
        List<Figure.Series> series = new ArrayList<>();
        for (Degradation.Result kind : result.degradations()) {
            if (kind.scorer().equals(scorer.label())) {
                double[] strengths = new double[kind.meanScores().size()];
                Arrays.setAll(strengths, i -> i);
                series.add(Figure.series(
                        Texts.word(kind.degradation()), Figure.Line.MARKED, kind.degradation().ordinal(), strengths,
                        kind.meanScores().stream().mapToDouble(Double::doubleValue).toArray()));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        "degradation-" + Texts.fileStem(scorer.label()),
                        "Clean faces made worse, scored by " + scorer.label(),
                        "strength of the degradation, 0 as it is",
                        "mean raw quality",
                        Figure.Axes.LINEAR,
                        series));
    }
}
