package io.facequality.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a plot shows, apart from how: it is drawn, and written as a table and as JSON, from the same numbers.
 *
 * @param name the stem of its files
 * @param title what it shows
 * @param xTitle what is along the horizontal axis, with its unit
 * @param yTitle what is along the vertical axis
 * @param axes their kind
 * @param series the lines
 */
record Figure(String name, String title, String xTitle, String yTitle, Axes axes, List<Series> series) {

    /** How values become places. */
    enum Axes {
        LINEAR,
        /** Linear, from zero upwards. */
        FROM_ZERO,
        /** Logarithmic both ways; points with a zero are left out. */
        LOGARITHMIC
    }

    /** How points are joined. */
    enum Line {
        STRAIGHT,
        STEP,
        /** Straight, with a mark at each point. */
        MARKED,
        /** A shade between a lower and an upper line: the points of the one, then those of the other backwards. */
        BAND
    }

    /** A line and its points. */
    static final class Series {

        private final String name;
        private final Line line;
        private final int style;
        private final double[] x;
        private final double[] y;

        private Series(String name, Line line, int style, double[] x, double[] y) {
            this.name = name;
            this.line = line;
            this.style = style;
            this.x = x;
            this.y = y;
        }

        String name() {
            return name;
        }

        Line line() {
            return line;
        }

        /** Which colour and dashes; lines that belong together share them. */
        int style() {
            return style;
        }

        double[] x() {
            return x.clone();
        }

        double[] y() {
            return y.clone();
        }
    }

    Figure {
        series = List.copyOf(series);
    }

    static Series series(String name, Line line, int style, double[] x, double[] y) {
        return new Series(name, line, style, x.clone(), y.clone());
    }

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

    private static final double PLOTTED_DISCARDS = 0.5;
    private static final int PLOTTED_POINTS = 125;

    private static Figure errorVersusDiscard(EmbedderResult embedder) {
        List<Series> series = new ArrayList<>();
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
        series.add(series(
                "random discard", Line.STRAIGHT, style++,
                new double[] {0, PLOTTED_DISCARDS},
                new double[] {embedder.start().falseNonMatchRate().value(), embedder.start().falseNonMatchRate().value()
                }));
        series.add(curve("ideal (errors first)", style, embedder.ideal()));
        return new Figure(
                "edc-" + stem(embedder.label()),
                "Errors versus discards, judged by " + embedder.label(),
                "discarded share of the genuine pairs, lowest quality first",
                "FNMR at FMR " + DiscardAdvice.percent(embedder.start().wantedFalseMatchRate()),
                Axes.FROM_ZERO,
                series);
    }

    private static Series band(String scorer, int style, List<DiscardResult.BandPoint> band) {
        int n = band.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            Interval interval = band.get(i).falseNonMatchRate().interval().orElseThrow();
            x[i] = band.get(i).discardRate();
            y[i] = interval.upper();
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = interval.lower();
        }
        return series(
                scorer + ", " + Math.round(100 * band.get(0).falseNonMatchRate().interval().orElseThrow().confidence())
                        + " % interval",
                Line.BAND, style, x, y);
    }

    /** The steps of a curve, as far as a plot can show them: where nothing changes there is no point. */
    private static Series curve(String name, int style, ErrorVersusDiscard curve) {
        double[] steps = IntStream.rangeClosed(0, PLOTTED_POINTS)
                .mapToDouble(i -> PLOTTED_DISCARDS * i / PLOTTED_POINTS)
                .filter(rate -> rate == 0
                        || rate == PLOTTED_DISCARDS
                        || value(curve, rate) != value(curve, rate - PLOTTED_DISCARDS / PLOTTED_POINTS))
                .toArray();
        return series(
                name, Line.STEP, style, steps,
                Arrays.stream(steps).map(rate -> value(curve, rate)).toArray());
    }

    private static double value(ErrorVersusDiscard curve, double rate) {
        return curve.at(Math.max(0, rate), AreaConvention.Curve.STEP);
    }

    private static Figure tradeOff(EvaluationResult result) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < result.embedders().size(); i++) {
            EmbedderResult embedder = result.embedders().get(i);
            List<RatePoint> points = embedder.verification().points().stream()
                    .filter(point -> point.falseMatchRate() > 0 && point.falseNonMatchRate() > 0)
                    .toList();
            if (!points.isEmpty()) {
                series.add(series(
                        embedder.label(), Line.STRAIGHT, i,
                        points.stream().mapToDouble(RatePoint::falseMatchRate).toArray(),
                        points.stream().mapToDouble(RatePoint::falseNonMatchRate).toArray()));
            }
        }
        return new Figure(
                "det", "Detection error trade-off", "false match rate (FMR)", "false non-match rate (FNMR)",
                Axes.LOGARITHMIC, series);
    }

    private static Figure similarities(EmbedderResult embedder) {
        VerificationResult verification = embedder.verification();
        return new Figure(
                "similarities-" + stem(embedder.label()),
                "Similarities by " + embedder.label(),
                "similarity (cosine)",
                "share of the pairs",
                Axes.FROM_ZERO,
                List.of(
                        histogram("genuine pairs", 0, verification.genuine()),
                        histogram("impostor pairs", 1, verification.impostor())));
    }

    private static Figure qualities(ScorerResult scorer) {
        return new Figure(
                "quality-" + stem(scorer.label()),
                "Qualities by " + scorer.label(),
                "raw quality",
                "share of the faces",
                Axes.FROM_ZERO,
                List.of(histogram("faces", 0, scorer.histogram())));
    }

    /** A corner at each end of each bin, on the ground at both ends. */
    private static Series histogram(String name, int style, Histogram histogram) {
        double[] shares = histogram.shares();
        double[] x = new double[2 * shares.length + 2];
        double[] y = new double[x.length];
        for (int bin = 0; bin <= shares.length; bin++) {
            x[2 * bin] = histogram.from() + bin * histogram.step();
            x[2 * bin + 1] = x[2 * bin];
            y[2 * bin] = bin == 0 ? 0 : shares[bin - 1];
            y[2 * bin + 1] = bin == shares.length ? 0 : shares[bin];
        }
        return series(name, Line.STRAIGHT, style, x, y);
    }

    private static Optional<Figure> degradation(EvaluationResult result, ScorerResult scorer) {
        List<Series> series = new ArrayList<>();
        for (DegradationResult kind : result.degradations()) {
            if (kind.scorer().equals(scorer.label())) {
                double[] strengths = new double[kind.meanScores().size()];
                Arrays.setAll(strengths, i -> i);
                series.add(series(
                        kind.degradation().name().toLowerCase(Locale.ROOT), Line.MARKED, kind.degradation().ordinal(), strengths,
                        kind.meanScores().stream().mapToDouble(Double::doubleValue).toArray()));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        "degradation-" + stem(scorer.label()),
                        "Clean faces made worse, scored by " + scorer.label(),
                        "strength of the degradation, 0 as it is",
                        "mean raw quality",
                        Axes.LINEAR,
                        series));
    }

    /** A label as a part of a file's name. */
    static String stem(String label) {
        return label.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
