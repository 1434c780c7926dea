package io.facequality.eval;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures scorers by embedders: every scorer by every embedder, on one set of pairs.
 *
 * <p>Immutable and safe to share between threads. The figures are the same for any number of threads. Interrupting the
 * thread that runs {@link #measure} ends it with a {@link java.util.concurrent.CancellationException}.
 *
 * <p>Cost: a comparison for each pair and embedder, then for each of the {@linkplain Builder#replicates samples} a pass
 * over the pairs. Memory: about 40 bytes a pair and scorer, beside the embeddings.
 */
public final class Evaluation {

    /** The shares of the pictures that advice is given for. */
    private static final double[] ADVICE_SHARES = {0.01, 0.02, 0.05, 0.10, 0.20, 0.30};

    private static final double BAND_STEP = 0.02;
    private static final double BAND_END = 0.5;
    private static final List<Double> VERIFICATION_RATES = List.of(1e-2, 1e-3, 1e-4);
    private static final double WORST_SHARE = 0.10;

    private final double falseMatchRate;
    private final PairQuality pairQuality;
    private final List<AreaConvention> conventions;
    private final Bootstrap bootstrap;
    private final Map<String, ScoreCalibration> calibrations;
    private final Map<String, String> preparation;
    private final String reference;
    private final String software;
    private final List<String> notes;
    private final Listener listener;

    private Evaluation(Builder builder) {
        this(builder, builder.replicates, builder.listener);
    }

    private Evaluation(Builder builder, int replicates, Listener listener) {
        this.falseMatchRate = builder.falseMatchRate;
        this.pairQuality = builder.pairQuality;
        this.conventions = builder.areaRates.stream().flatMap(rate -> conventions(rate).stream()).toList();
        this.bootstrap = new Bootstrap(replicates, builder.confidence, builder.seed, builder.threads);
        this.calibrations = Map.copyOf(builder.calibrations);
        this.preparation = Settings.copyOf(builder.preparation);
        this.reference = builder.reference;
        this.software = builder.software;
        this.notes = List.copyOf(builder.notes);
        this.listener = listener;
    }

    private static List<AreaConvention> conventions(double rate) {
        return Arrays.stream(Curve.values())
                .flatMap(curve -> Arrays.stream(Scale.values()).map(scale -> new AreaConvention(rate, curve, scale)))
                .toList();
    }

    /**
     * Starts from the defaults: false match rate 0.001, the smaller quality of a pair, areas to 0.2 and 0.3, 500 samples
     * for intervals of 95 %.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Is told how far the measuring has come; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Called after each sample.
         *
         * @param done how many are done
         * @param total how many there are
         */
        void onProgress(long done, long total);
    }

    /**
     * Measures everything but the degradation test, which needs pixels.
     *
     * @param faces the faces
     * @param pairs which are compared
     * @return the figures
     * @throws InvalidInputException if there are too few impostor pairs for the false match rate, or a scorer gives
     *     all faces the same quality
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public EvaluationResult measure(JudgedFaces faces, ComparisonPairs pairs) {
        List<ScorerResult> scorers = faces.scorers().stream().map(scorer -> scorer(faces, scorer)).toList();
        Agreements agreements = new Agreements(faces);
        Steps steps = new Steps((long) bootstrap.replicates() * (faces.embedders().size() + agreements.count()));
        List<EmbedderResult> embedders = new ArrayList<>();
        for (EmbeddingColumn embedder : faces.embedders()) {
            Interrupts.check();
            embedders.add(new ByOneEmbedder(faces, embedder, Comparisons.of(pairs, embedder.embeddings()), scorers)
                    .result(steps));
        }
        return new EvaluationResult(
                settings(), faces.size(), faces.people().size(), pairs.genuine(), pairs.impostor(), pairs.origin(),
                pairQuality, scorers, embedders, agreements.measure(steps), List.of(), Optional.empty());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("software", software);
        settings.put("false match rate", Double.toString(falseMatchRate));
        settings.put("pair quality", pairQuality.name());
        settings.put("samples of the people for intervals", Integer.toString(bootstrap.replicates()));
        settings.put("confidence of intervals", Double.toString(bootstrap.confidence()));
        settings.put("seed", Long.toString(bootstrap.seed()));
        settings.putAll(preparation);
        return settings;
    }

    private ScorerResult scorer(JudgedFaces faces, QualityColumn scorer) {
        double[] qualities = scorer.shared();
        if (Arrays.stream(qualities).distinct().limit(2).count() < 2) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate", "the scorer " + scorer.label(), "qualities that differ",
                    "the same for all " + qualities.length + " faces", "Give more pictures, or look at the model."));
        }
        ScoreCalibration measured = ScoreCalibration.of(
                scorer.model(),
                qualities,
                new CalibrationProvenance(
                        reference, faces.size(), faces.people().size(), preparation, software, notes));
        return new ScorerResult(
                scorer.label(),
                scorer.model(),
                Histogram.of(qualities),
                measured,
                calibrations.getOrDefault(scorer.label(), measured));
    }

    /** Counts samples for the listener. */
    private final class Steps implements Bootstrap.Steps {

        private final long total;
        private final AtomicLong done = new AtomicLong();

        Steps(long total) {
            this.total = total;
        }

        @Override
        public void step() {
            synchronized (this) {
                listener.onProgress(done.incrementAndGet(), total);
            }
        }
    }

    /** One embedder's judgement of all scorers. */
    private final class ByOneEmbedder {

        private final JudgedFaces faces;
        private final EmbeddingColumn embedder;
        private final Comparisons comparisons;
        private final ComparisonPairs pairs;
        private final List<ScorerResult> calibrated;
        private final int[] firstPerson;
        private final int[] secondPerson;
        private final List<Double> rates;
        private final boolean[] isError;
        private final ErrorRates errorRates;
        private final List<ByOneScorer> scorers = new ArrayList<>();

        ByOneEmbedder(
                JudgedFaces faces, EmbeddingColumn embedder, Comparisons comparisons, List<ScorerResult> calibrated) {
            this.faces = faces;
            this.embedder = embedder;
            this.comparisons = comparisons;
            this.pairs = comparisons.pairs();
            this.calibrated = calibrated;
            this.firstPerson = IntStream.range(0, pairs.size()).map(it -> faces.person(pairs.first(it))).toArray();
            this.secondPerson = IntStream.range(0, pairs.size()).map(it -> faces.person(pairs.second(it))).toArray();
            this.isError = comparisons.falseNonMatches(comparisons.threshold(falseMatchRate));
            this.errorRates = new ErrorRates(comparisons);
            // The rate that the discarding starts from comes first.
            List<Double> wanted = new ArrayList<>(List.of(falseMatchRate));
            VERIFICATION_RATES.stream()
                    .filter(rate -> rate != falseMatchRate && comparisons.canMeasure(rate))
                    .forEach(wanted::add);
            this.rates = wanted;
            for (int i = 0; i < faces.scorers().size(); i++) {
                scorers.add(new ByOneScorer(faces.scorers().get(i), calibrated.get(i).used(), figuresBefore(i)));
            }
        }

        private int figuresBefore(int scorer) {
            return rates.size() + scorer * (bandSize() + conventions.size() + ADVICE_SHARES.length);
        }

        private int bandSize() {
            return (int) Math.round(BAND_END / BAND_STEP) + 1;
        }

        EmbedderResult result(Steps steps) {
            Bootstrap.Intervals intervals = bootstrap.run(
                    faces.people().size(), figuresBefore(scorers.size()), this::measurement, steps);
            List<OperatingPoint> operatingPoints = new ArrayList<>();
            for (int i = 0; i < rates.size(); i++) {
                operatingPoints.add(operatingPoint(rates.get(i), intervals, i));
            }
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
                    scorers.stream().map(scorer -> scorer.result(intervals)).toList(),
                    ErrorVersusDiscard.ideal(isError));
        }

        private OperatingPoint operatingPoint(double rate, Bootstrap.Intervals intervals, int figure) {
            double threshold = comparisons.threshold(rate);
            RatePoint point = errorRates.at(threshold);
            return new OperatingPoint(
                    rate, threshold, point.falseMatchRate(), intervals.around(point.falseNonMatchRate(), figure));
        }

        private Bootstrap.Measurement measurement() {
            List<CurvePoints> memory = scorers.stream().map(ByOneScorer::memory).toList();
            double[] pairWeights = new double[pairs.size()];
            return (weights, figures) -> {
                double impostorWeight = weigh(weights, pairWeights);
                double[] thresholds = rates.stream()
                        .mapToDouble(rate -> comparisons.threshold(rate, pair -> pairWeights[pair], impostorWeight))
                        .toArray();
                for (int i = 0; i < thresholds.length; i++) {
                    figures[i] = impostorWeight > 0 ? falseNonMatchRate(pairWeights, thresholds[i]) : Double.NaN;
                }
                for (int i = 0; i < scorers.size(); i++) {
                    scorers.get(i).measure(pairWeights, thresholds[0], memory.get(i), figures);
                }
            };
        }

        /** A genuine pair counts as often as its person was drawn, an impostor pair as often as both were together. */
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

        /** One scorer, judged by this embedder. */
        private final class ByOneScorer {

            private final QualityColumn scorer;
            private final ScoreCalibration calibration;
            private final int firstFigure;
            private final DiscardOrder order;
            private final ErrorVersusDiscard curve;
            private final List<Threshold> thresholds;
            private final byte[] survived;

            ByOneScorer(QualityColumn scorer, ScoreCalibration calibration, int firstFigure) {
                this.scorer = scorer;
                this.calibration = calibration;
                this.firstFigure = firstFigure;
                this.order = DiscardOrder.of(comparisons.genuineQualities(scorer.shared(), pairQuality));
                this.curve = ErrorVersusDiscard.of(order, isError);
                this.thresholds = Threshold.forShares(scorer, calibration);
                this.survived = survived(comparisons.genuineQualities(scorer.shared(), PairQuality.MINIMUM));
            }

            CurvePoints memory() {
                return new CurvePoints(order.groups());
            }

            /** How many of the thresholds both pictures of each genuine pair reach. */
            private byte[] survived(double[] qualities) {
                byte[] counts = new byte[qualities.length];
                for (int pair = 0; pair < counts.length; pair++) {
                    for (Threshold threshold : thresholds) {
                        if (qualities[pair] >= threshold.raw()) {
                            counts[pair]++;
                        }
                    }
                }
                return counts;
            }

            void measure(double[] pairWeights, double threshold, CurvePoints points, double[] figures) {
                order.walk(pair -> pairWeights[pair], pair -> comparisons.similarity(pair) < threshold, points);
                int figure = firstFigure;
                for (int i = 0; i < bandSize(); i++) {
                    figures[figure++] = points.count() == 0 ? Double.NaN : points.at(i * BAND_STEP, Curve.STEP);
                }
                for (AreaConvention convention : conventions) {
                    figures[figure++] = points.count() == 0 ? Double.NaN : points.area(convention);
                }
                for (double rate : remainingRates(pairWeights, threshold)) {
                    figures[figure++] = rate;
                }
            }

            /** The false non-match rate of the pairs that reach each threshold. */
            private double[] remainingRates(double[] pairWeights, double threshold) {
                double[] all = new double[thresholds.size() + 1];
                double[] wrong = new double[thresholds.size() + 1];
                for (int pair = 0; pair < survived.length; pair++) {
                    all[survived[pair]] += pairWeights[pair];
                    wrong[survived[pair]] += comparisons.similarity(pair) < threshold ? pairWeights[pair] : 0;
                }
                double[] rates = new double[ADVICE_SHARES.length];
                Arrays.fill(rates, Double.NaN);
                double allAbove = 0;
                double wrongAbove = 0;
                for (int level = thresholds.size(); level >= 1; level--) {
                    allAbove += all[level];
                    wrongAbove += wrong[level];
                    rates[level - 1] = wrongAbove / allAbove;
                }
                return rates;
            }

            DiscardResult result(Bootstrap.Intervals intervals) {
                int figure = firstFigure;
                List<DiscardResult.BandPoint> band = new ArrayList<>();
                for (int i = 0; i < bandSize(); i++) {
                    double rate = i * BAND_STEP;
                    band.add(new DiscardResult.BandPoint(
                            rate, intervals.around(curve.at(rate, Curve.STEP), figure++)));
                }
                List<DiscardResult.Area> areas = new ArrayList<>();
                for (AreaConvention convention : conventions) {
                    areas.add(new DiscardResult.Area(curve.area(convention), intervals.of(figure++)));
                }
                return new DiscardResult(
                        scorer.label(), isJudgedByItself(), curve, band, areas, advice(intervals, figure));
            }

            private boolean isJudgedByItself() {
                return scorer.model().equals(embedder.model());
            }

            private List<DiscardAdvice> advice(Bootstrap.Intervals intervals, int firstOfAdvice) {
                double[] ones = new double[pairs.genuine()];
                Arrays.fill(ones, 1);
                double[] after = remainingRates(ones, comparisons.threshold(falseMatchRate));
                double before = curve.at(0, Curve.STEP);
                List<DiscardAdvice> advice = new ArrayList<>();
                for (int i = 0; i < thresholds.size(); i++) {
                    int level = i;
                    long lost = IntStream.range(0, survived.length).filter(it -> survived[it] <= level).count();
                    if (Double.isFinite(after[i])) {
                        advice.add(new DiscardAdvice(
                                thresholds.get(i).calibrated(),
                                thresholds.get(i).raw(),
                                thresholds.get(i).discarded(),
                                lost / (double) survived.length,
                                before,
                                intervals.around(after[i], firstOfAdvice + i),
                                falseMatchRate));
                    }
                }
                return advice;
            }
        }
    }

    /** A whole number on the calibrated scale that discards about a wanted share of the pictures. */
    private record Threshold(int calibrated, double raw, double discarded) {

        /** At most one for each share; a small set may have none for some. */
        static List<Threshold> forShares(QualityColumn scorer, ScoreCalibration calibration) {
            double[] ascending = scorer.shared().clone();
            Arrays.sort(ascending);
            List<Threshold> every = new ArrayList<>();
            int last = 0;
            for (int i = 0; i < ascending.length; i++) {
                int calibrated = calibration.percentiles().rounded(ascending[i]);
                if (i > 0 && calibrated > last) {
                    every.add(new Threshold(calibrated, ascending[i], i / (double) ascending.length));
                }
                last = calibrated;
            }
            return Arrays.stream(ADVICE_SHARES)
                    .mapToObj(share -> every.stream().min((one, other) -> Double.compare(
                            Math.abs(one.discarded() - share), Math.abs(other.discarded() - share))))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        }
    }

    /** How far each two scorers agree. */
    private final class Agreements {

        private final JudgedFaces faces;
        private final List<QualityColumn> columns;

        Agreements(JudgedFaces faces) {
            this.faces = faces;
            this.columns = faces.scorers();
        }

        int count() {
            return columns.size() * (columns.size() - 1) / 2;
        }

        List<Agreement> measure(Steps steps) {
            List<Agreement> agreements = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                for (int j = i + 1; j < columns.size(); j++) {
                    agreements.add(agreement(columns.get(i), columns.get(j), steps));
                }
            }
            return agreements;
        }

        private Agreement agreement(QualityColumn first, QualityColumn second, Steps steps) {
            RankCorrelation correlation = new RankCorrelation(first.shared(), second.shared());
            Bootstrap.Intervals intervals = bootstrap.run(faces.people().size(), 2, () -> {
                int[] faceWeights = new int[faces.size()];
                return (weights, figures) -> {
                    for (int face = 0; face < faceWeights.length; face++) {
                        faceWeights[face] = weights[faces.person(face)];
                    }
                    figures[0] = correlation.spearman(faceWeights);
                    figures[1] = correlation.kendall(faceWeights);
                };
            }, steps);
            return new Agreement(
                    first.label(),
                    second.label(),
                    intervals.around(correlation.spearman(), 0),
                    intervals.around(correlation.kendall(), 1),
                    WORST_SHARE,
                    overlap(first.shared(), second.shared()));
        }

        private double overlap(double[] first, double[] second) {
            int worst = Math.max(1, (int) Math.round(WORST_SHARE * first.length));
            boolean[] isWorst = new boolean[first.length];
            Arrays.stream(Sorting.ascending(first), 0, worst).forEach(face -> isWorst[face] = true);
            return Arrays.stream(Sorting.ascending(second), 0, worst).filter(face -> isWorst[face]).count()
                    / (double) worst;
        }
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private static final int DEFAULT_REPLICATES = 500;

        private double falseMatchRate = 1e-3;
        private PairQuality pairQuality = PairQuality.MINIMUM;
        private List<Double> areaRates = List.of(0.2, 0.3);
        private int replicates = DEFAULT_REPLICATES;
        private double confidence = 0.95;
        private long seed;
        private int threads = Runtime.getRuntime().availableProcessors();
        private final Map<String, ScoreCalibration> calibrations = new HashMap<>();
        private Map<String, String> preparation = Map.of();
        private String reference = "the faces that were evaluated";
        private String software = "facequality";
        private List<String> notes = List.of();
        private Listener listener = (done, total) -> {};

        private Builder() {}

        /**
         * Sets the false match rate at which false non-matches are counted.
         *
         * @param rate above 0 and below 1
         * @return this builder
         */
        public Builder falseMatchRate(double rate) {
            if (!(rate > 0 && rate < 1)) {
                throw InvalidInputException.ofValue("Evaluation", "a false match rate above 0 and below 1", rate);
            }
            this.falseMatchRate = rate;
            return this;
        }

        /**
         * Sets how the qualities of two pictures become that of their comparison.
         *
         * @param quality the way
         * @return this builder
         */
        public Builder pairQuality(PairQuality quality) {
            this.pairQuality = Objects.requireNonNull(quality, "quality");
            return this;
        }

        /**
         * Sets up to which discard rates areas are measured.
         *
         * @param rates each above 0 and at most 1
         * @return this builder
         */
        public Builder areaRates(List<Double> rates) {
            rates.forEach(Evaluation::conventions);
            this.areaRates = List.copyOf(rates);
            return this;
        }

        /**
         * Sets how many samples of the people give the intervals.
         *
         * @param count 0 for no intervals; at least some hundreds for ones that mean something
         * @return this builder
         */
        public Builder replicates(int count) {
            if (count < 0) {
                throw InvalidInputException.ofValue("Evaluation", "at least 0 samples", count);
            }
            this.replicates = count;
            return this;
        }

        /**
         * Sets the confidence of the intervals.
         *
         * @param share above 0 and below 1
         * @return this builder
         */
        public Builder confidence(double share) {
            if (!(share > 0 && share < 1)) {
                throw InvalidInputException.ofValue("Evaluation", "a confidence above 0 and below 1", share);
            }
            this.confidence = share;
            return this;
        }

        /**
         * Sets which samples and folds are drawn.
         *
         * @param number any
         * @return this builder
         */
        public Builder seed(long number) {
            this.seed = number;
            return this;
        }

        /**
         * Sets how many samples are measured at once; by default the number of processors.
         *
         * @param count at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = new Workers(count).threads();
            return this;
        }

        /**
         * Gives advice in a calibration that a scorer came with; without one, in one that is measured on the faces.
         *
         * @param label the scorer's label
         * @param calibration for its model
         * @return this builder
         */
        public Builder calibration(String label, ScoreCalibration calibration) {
            calibrations.put(label, calibration);
            return this;
        }

        /**
         * Says what the faces are and how they were made, for the settings and the calibrations' provenance.
         *
         * @param words what the faces are
         * @param settings how pictures became faces
         * @param program what measures, with its version
         * @param remarks what a user of a calibration should know
         * @return this builder
         */
        public Builder provenance(
                String words, Map<String, String> settings, String program, List<String> remarks) {
            this.reference = Objects.requireNonNull(words, "words");
            this.preparation = Settings.copyOf(settings);
            this.software = Objects.requireNonNull(program, "program");
            this.notes = List.copyOf(remarks);
            return this;
        }

        /**
         * Sets who is told of progress; nobody by default.
         *
         * @param told is told
         * @return this builder
         */
        public Builder listener(Listener told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        /**
         * Ends the collection; the builder may go on.
         *
         * @return the evaluation
         */
        public Evaluation build() {
            return new Evaluation(this);
        }

        /**
         * The same evaluation without intervals and listener, for figures of a part.
         *
         * @return the evaluation; this builder stays as it is
         */
        public Evaluation buildWithoutSamples() {
            return new Evaluation(this, 0, (done, total) -> {});
        }
    }
}
