package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.eval.internal.Bootstrap;
import io.facequality.eval.internal.DiscardSettings;
import io.facequality.eval.internal.EmbedderMeasurement;
import io.facequality.eval.internal.ScorerAgreements;
import io.facequality.eval.internal.Settings;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures scorers: every scorer with the comparisons of every embedder, on one set of pairs.
 *
 * <p>Immutable and safe to share between threads. The figures are the same for any number of threads. If the thread that
 * runs {@link #measure} is interrupted, the method throws a {@link java.util.concurrent.CancellationException}.
 *
 * <p>Cost: one comparison per pair and embedder, then one pass over the pairs for each of the {@linkplain
 * Builder#samples samples}. Memory: about 40 bytes per pair and scorer, besides the embeddings.
 */
public final class Evaluation {

    private final Builder settings;
    private final DiscardSettings discards;
    private final Bootstrap bootstrap;

    private Evaluation(Builder settings) {
        this.settings = settings;
        this.discards = DiscardSettings.of(settings.falseMatchRate, settings.pairQuality, settings.areaRates);
        this.bootstrap = new Bootstrap(settings.samples, settings.confidence, settings.seed, settings.threads);
    }

    /**
     * Starts from the defaults: false match rate 0.001, the lower score of a pair, areas to 0.2 and 0.3, 500 samples for
     * intervals of 95 %.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from the settings of this evaluation.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** Is told how much is measured; called from several threads, one at a time. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Called after each sample.
         *
         * @param done the number of finished samples
         * @param total the number of all samples
         */
        void onProgress(long done, long total);
    }

    /**
     * Measures everything except the degradation test, which needs pixels.
     *
     * @param faces the faces
     * @param pairs the pairs that are compared
     * @return the figures
     * @throws InvalidInputException if there are too few impostor pairs for the false match rate, or if a scorer gives
     *     the same score to all faces
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public EvaluationResult measure(EvaluatedFaces faces, ComparisonPairs pairs) {
        List<ScorerResult> scorers = faces.scorers().stream().map(scores -> scorer(faces, scores)).toList();
        ScorerAgreements agreements = new ScorerAgreements(faces);
        Bootstrap.Steps steps =
                new Steps((long) bootstrap.samples() * (faces.embedders().size() + agreements.count()));
        List<EmbedderResult> embedders = new ArrayList<>();
        for (EvaluatedFaces.Embeddings embedder : faces.embedders()) {
            Interrupts.check();
            embedders.add(new EmbedderMeasurement(discards, faces, pairs, embedder, scorers).result(bootstrap, steps));
        }
        return new EvaluationResult(
                described(), faces.size(), faces.people().size(), pairs.genuine(), pairs.impostor(), pairs.origin(),
                discards.pairQuality(), scorers, embedders, agreements.measure(bootstrap, steps), List.of(),
                List.of(), Optional.empty());
    }

    private Map<String, String> described() {
        Map<String, String> described = new LinkedHashMap<>();
        described.put("software", settings.software);
        described.put("false match rate", Double.toString(discards.falseMatchRate()));
        described.put("pair quality", discards.pairQuality().name());
        described.put("samples of the people for intervals", Integer.toString(bootstrap.samples()));
        described.put("confidence of intervals", Double.toString(bootstrap.confidence()));
        described.put("seed", Long.toString(bootstrap.seed()));
        described.putAll(settings.preparation);
        return described;
    }

    private ScorerResult scorer(EvaluatedFaces faces, EvaluatedFaces.Scores scores) {
        double[] values = scores.toArray();
        if (Arrays.stream(values).distinct().limit(2).count() < 2) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate", "the scorer " + scores.label(), "scores that differ",
                    "the same score for all " + values.length + " faces", "Give more pictures, or check the model."));
        }
        ScoreCalibration measured = ScoreCalibration.of(
                scores.model(),
                values,
                new ScoreCalibration.Provenance(
                        settings.reference, faces.size(), faces.people().size(), settings.preparation,
                        settings.software, settings.notes));
        return new ScorerResult(
                scores.label(),
                scores.model(),
                Histogram.of(values),
                measured,
                settings.calibrations.getOrDefault(scores.label(), measured));
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
                settings.listener.onProgress(done.incrementAndGet(), total);
            }
        }
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private static final int DEFAULT_SAMPLES = 500;

        private double falseMatchRate = 1e-3;
        private PairQuality pairQuality = PairQuality.MINIMUM;
        private List<Double> areaRates = List.of(0.2, 0.3);
        private int samples = DEFAULT_SAMPLES;
        private double confidence = 0.95;
        private long seed;
        private int threads = Runtime.getRuntime().availableProcessors();
        private final Map<String, ScoreCalibration> calibrations = new LinkedHashMap<>();
        private Map<String, String> preparation = Map.of();
        private String reference = "the evaluated pictures";
        private String software = "facequality";
        private List<String> notes = List.of();
        private Listener listener = (done, total) -> {};

        private Builder() {}

        private Builder(Builder other) {
            this.falseMatchRate = other.falseMatchRate;
            this.pairQuality = other.pairQuality;
            this.areaRates = other.areaRates;
            this.samples = other.samples;
            this.confidence = other.confidence;
            this.seed = other.seed;
            this.threads = other.threads;
            this.calibrations.putAll(other.calibrations);
            this.preparation = other.preparation;
            this.reference = other.reference;
            this.software = other.software;
            this.notes = other.notes;
            this.listener = other.listener;
        }

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
         * Sets how the scores of two pictures become the quality of their pair.
         *
         * @param quality the rule
         * @return this builder
         */
        public Builder pairQuality(PairQuality quality) {
            this.pairQuality = Objects.requireNonNull(quality, "quality");
            return this;
        }

        /**
         * Sets the discard rates up to which areas are measured.
         *
         * @param rates each above 0 and at most 1
         * @return this builder
         */
        public Builder areaRates(List<Double> rates) {
            DiscardSettings.of(falseMatchRate, pairQuality, rates);
            this.areaRates = List.copyOf(rates);
            return this;
        }

        /**
         * Sets how many samples of the people give the intervals.
         *
         * @param count 0 for no intervals; useful intervals need some hundreds
         * @return this builder
         */
        public Builder samples(int count) {
            if (count < 0) {
                throw InvalidInputException.ofValue("Evaluation", "at least 0 samples", count);
            }
            this.samples = count;
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
         * Sets the seed that decides which samples and folds are drawn.
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
         * Gives the advice for a scorer on the scale of this calibration. Without it, the scale is measured on the faces.
         *
         * @param label the scorer's label
         * @param calibration a calibration of its model
         * @return this builder
         */
        public Builder calibration(String label, ScoreCalibration calibration) {
            calibrations.put(label, calibration);
            return this;
        }

        /**
         * Says what the faces are, for the provenance of the calibrations.
         *
         * @param words such as {@code passport photos of 2024}
         * @return this builder
         */
        public Builder reference(String words) {
            this.reference = Objects.requireNonNull(words, "words");
            return this;
        }

        /**
         * Says how pictures became faces, for the settings of the result and the provenance of the calibrations.
         *
         * @param settings names and values, in a fixed order
         * @return this builder
         */
        public Builder preparation(Map<String, String> settings) {
            this.preparation = Settings.copyOf(settings);
            return this;
        }

        /**
         * Names the program that measures, for the settings of the result and the provenance of the calibrations.
         *
         * @param program its name and version
         * @return this builder
         */
        public Builder software(String program) {
            this.software = Objects.requireNonNull(program, "program");
            return this;
        }

        /**
         * Says what a user of the calibrations should know, for their provenance.
         *
         * @param remarks any number
         * @return this builder
         */
        public Builder notes(List<String> remarks) {
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
         * Makes the evaluation; the builder can be used again.
         *
         * @return the evaluation
         */
        public Evaluation build() {
            return new Evaluation(new Builder(this));
        }
    }
}
