package io.facequality.eval.folder;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.Evaluation;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates scorers on a folder of pictures. Each folder that contains pictures is one person; if a picture has several
 * faces, the first one counts.
 *
 * <pre>{@code
 * try (FacePipeline pictures = FacePipeline.builder().build();
 *         EvaluationModels models =
 *                 EvaluationModels.builder().builtInScorer().embedder(file, ModelContract.ediffiqa()).open()) {
 *     EvaluatedFolder evaluated = FolderEvaluation.builder(pictures, models).build().evaluate(people, out);
 *     evaluated.result().summary().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>The results of the models are kept in a cache, by the digests of picture and model: an interrupted run continues
 * where it stopped, and a second run is fast. While thousands of pictures are read, {@code report.html} and {@code
 * evaluation.json} already exist after the first 1,000, 2,000, 4,000 and so on, marked as figures of a part.
 *
 * <p>Immutable and safe to share between threads, but a folder of results and its cache are for one run at a time. If the
 * thread that runs {@link #evaluate} is interrupted, the method throws a {@link
 * java.util.concurrent.CancellationException}.
 */
public final class FolderEvaluation {

    private final Builder settings;

    private FolderEvaluation(Builder settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults: the defaults of {@link Evaluation#builder()}, pairs drawn from the folders, the cache in
     * the folder of the results.
     *
     * @param pictures reads the pictures and finds the faces; the caller closes it
     * @param models scorers and embedders; the caller closes them
     * @return a new builder
     */
    public static Builder builder(FacePipeline pictures, EvaluationModels models) {
        return new Builder(pictures, models);
    }

    /**
     * Evaluates the pictures below a folder.
     *
     * @param people a folder with one folder of pictures per person
     * @param out the folder for the results; it is created if it does not exist, and may be inside {@code people}
     * @return the figures and where they were written
     * @throws InvalidInputException if there are no pictures, none that can be used, or too few pairs for the false match rate
     * @throws StorageException if the results or the cache cannot be written, or if another run uses the cache
     * @throws ModelException if a model cannot be run
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public EvaluatedFolder evaluate(Path people, Path out) {
        return new FolderRun(settings, people, out).run();
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        final FacePipeline pictures;
        final EvaluationModels models;
        Evaluation evaluation = Evaluation.builder().build();
        PictureSearch search = PictureSearch.usual();
        @Nullable Path pairs;
        ComparisonPairs.Sampling sampling = ComparisonPairs.Sampling.withSeed(0);
        @Nullable Path cache;
        int degradedFaces = 40;
        int explainedFaces = 500;
        int facesToShow = 24;
        int threads = Runtime.getRuntime().availableProcessors();
        ProgressListener listener = ProgressListener.none();
        Consumer<? super RejectedPicture> rejections = rejected -> {};

        private Builder(FacePipeline pictures, EvaluationModels models) {
            this.pictures = Objects.requireNonNull(pictures, "pictures");
            this.models = Objects.requireNonNull(models, "models");
        }

        private Builder(Builder other) {
            this(other.pictures, other.models);
            this.evaluation = other.evaluation;
            this.pairs = other.pairs;
            this.sampling = other.sampling;
            this.cache = other.cache;
            this.search = other.search;
            this.degradedFaces = other.degradedFaces;
            this.explainedFaces = other.explainedFaces;
            this.facesToShow = other.facesToShow;
            this.threads = other.threads;
            this.listener = other.listener;
            this.rejections = other.rejections;
        }

        /**
         * Sets what is measured: false match rate, pair quality, areas, intervals, reference and notes. Preparation,
         * software, calibrations, threads and listener come from here and replace its own.
         *
         * @param measuring the evaluation
         * @return this builder
         */
        public Builder evaluation(Evaluation measuring) {
            this.evaluation = Objects.requireNonNull(measuring, "measuring");
            return this;
        }

        /**
         * Compares the pairs of a file. Without it, pairs are drawn from the folders.
         *
         * @param file a table or a pairs file of LFW, as {@link io.facequality.eval.folder.LabeledPairs} reads it, with
         *     paths relative to the folder of people
         * @return this builder
         */
        public Builder pairs(Path file) {
            this.pairs = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets how many pairs are drawn from the folders. Its seed also decides the noise of degraded faces.
         *
         * @param drawn the sampling; by default {@link ComparisonPairs.Sampling#withSeed} with 0
         * @return this builder
         */
        public Builder sampling(ComparisonPairs.Sampling drawn) {
            this.sampling = Objects.requireNonNull(drawn, "drawn");
            return this;
        }

        /**
         * Sets where the results of the models are kept; by default in the folder {@code cache} of the results.
         *
         * @param folder the folder; it is created if it does not exist
         * @return this builder
         */
        public Builder cache(Path folder) {
            this.cache = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Sets where pictures are looked for; {@link PictureSearch#usual} by default.
         *
         * @param where which folders and pictures are left out
         * @return this builder
         */
        public Builder search(PictureSearch where) {
            this.search = Objects.requireNonNull(where, "where");
            return this;
        }

        /**
         * Sets how many clean faces are degraded in every way, to see whether the scores fall.
         *
         * @param count 0 for none; by default 40
         * @return this builder
         */
        public Builder degradedFaces(int count) {
            this.degradedFaces = requireNotNegative(count);
            return this;
        }

        /**
         * Sets how many faces are looked at once more, to see how much of the scores sharpness, light, pose and so on
         * explain.
         *
         * @param count 0 for none; by default 500; fewer than 100 say little
         * @return this builder
         */
        public Builder explainedFaces(int count) {
            this.explainedFaces = requireNotNegative(count);
            return this;
        }

        /**
         * Sets how many of the best, the worst and the most disputed faces the report shows. It then contains their
         * pixels.
         *
         * @param count 0 for none; by default 24
         * @return this builder
         */
        public Builder facesToShow(int count) {
            this.facesToShow = requireNotNegative(count);
            return this;
        }

        private static int requireNotNegative(int count) {
            if (count < 0) {
                throw InvalidInputException.ofValue("FolderEvaluation", "at least 0 faces", count);
            }
            return count;
        }

        /**
         * Sets how many samples and degraded faces are measured at once; by default the number of processors.
         *
         * @param count at least 1; the figures are the same for any number
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = new Workers(count).threads();
            return this;
        }

        /**
         * Sets who is told of the progress of the measuring; nobody by default. The pipeline has its own listener for
         * the progress of the reading.
         *
         * @param told is told; called from several threads, one at a time
         * @return this builder
         */
        public Builder listener(ProgressListener told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        /**
         * Sets who receives each picture that cannot be used, as soon as that is known.
         *
         * @param receiver receives it, on the calling thread
         * @return this builder
         */
        public Builder rejections(Consumer<? super RejectedPicture> receiver) {
            this.rejections = Objects.requireNonNull(receiver, "receiver");
            return this;
        }

        /**
         * Makes the evaluation; the builder can be used again.
         *
         * @return the evaluation
         */
        public FolderEvaluation build() {
            return new FolderEvaluation(new Builder(this));
        }
    }
}
