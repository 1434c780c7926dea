package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.InvalidInputException;
import io.facequality.group.internal.Cosine;
import io.facequality.group.internal.EmbeddingSimilarities;
import io.facequality.group.internal.SimilarityIndex;
import io.facequality.group.internal.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Groups faces whose embeddings are close: near-duplicates with a strict threshold, one person's faces with a lower
 * one. Whatever a picture went through, the face counts; mirror images and crops are found too.
 *
 * <p>There is no threshold that suits every model: take it from {@link ThresholdCalibration}, or for the embedded model
 * from {@link DefaultThresholds}.
 *
 * <p>Two faces of one picture may come into one group if they are close enough, as in a collage.
 *
 * <p>Cost: that of the {@link SimilaritySearch}; a group of m faces takes m² comparisons more for its widest pair, and
 * complete links hold a matrix of at most 64 MiB. One group of 100,000 faces is no different: it took 30 to 80 seconds
 * on two cores, by the linkage. Immutable and safe for several threads.
 */
public final class FaceGrouper implements DuplicateGrouper {

    private final Builder settings;

    private FaceGrouper(Builder settings) {
        this.settings = settings;
    }

    /**
     * The settings to start from: complete links, no further limit, one thread, an {@linkplain
     * SimilaritySearch#automatic automatic} search.
     *
     * @param threshold the smallest cosine of a close pair, from -1 to 1
     * @return immutable settings
     * @throws InvalidInputException if the threshold is no cosine
     */
    public static Builder builder(double threshold) {
        return new Builder(
                Cosine.checkedThreshold(threshold),
                new Linkage.Complete(),
                OptionalDouble.empty(),
                1,
                Optional.empty());
    }

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        OrderedFaces ordered = new OrderedFaces(faces);
        List<Embedding> embeddings =
                ordered.faces().stream().map(FaceRecord::embedding).toList();
        Clustering clustering = new Clustering(settings.linkage, settings.threshold, settings.smallestSimilarity);
        try (SimilarityIndex index = settings.searchOrDefault().index(embeddings)) {
            return ordered.groups(clustering.clusters(
                    new EmbeddingSimilarities(embeddings, index, new Workers(settings.threads))));
        }
    }

    /** The settings of a {@link FaceGrouper}; immutable, each method gives changed ones. */
    public static final class Builder {

        private final double threshold;
        private final Linkage linkage;
        private final OptionalDouble smallestSimilarity;
        private final int threads;
        private final Optional<SimilaritySearch> search;

        private Builder(
                double threshold,
                Linkage linkage,
                OptionalDouble smallestSimilarity,
                int threads,
                Optional<SimilaritySearch> search) {
            this.threshold = threshold;
            this.linkage = linkage;
            this.smallestSimilarity = smallestSimilarity;
            this.threads = threads;
            this.search = search;
        }

        /**
         * When close pairs make a group.
         *
         * @param kind complete, connected or density
         * @return changed settings
         */
        public Builder linkage(Linkage kind) {
            Objects.requireNonNull(kind, "kind");
            return new Builder(threshold, kind, smallestSimilarity, threads, search);
        }

        /**
         * How far apart any two faces of a group may be; a wider group is split by complete links.
         *
         * @param diameter the largest {@code 1 - cosine}, from 0 to 2
         * @return changed settings
         * @throws InvalidInputException if the diameter is out of its range
         */
        public Builder maximumDiameter(double diameter) {
            if (!(diameter >= 0 && diameter <= 2)) {
                throw InvalidInputException.ofValue("FaceGrouper", "a diameter from 0 to 2", diameter);
            }
            return new Builder(threshold, linkage, OptionalDouble.of(1 - diameter), threads, search);
        }

        /**
         * How many threads compare faces.
         *
         * @param count at least 1; with an exact search the groups are the same for any number
         * @return changed settings
         */
        public Builder threads(int count) {
            return new Builder(threshold, linkage, smallestSimilarity, new Workers(count).threads(), search);
        }

        /**
         * How close pairs are found, instead of {@link SimilaritySearch#automatic}.
         *
         * @param search finds the pairs, with threads of its own
         * @return changed settings
         */
        public Builder search(SimilaritySearch search) {
            return new Builder(threshold, linkage, smallestSimilarity, threads, Optional.of(search));
        }

        /**
         * Makes the grouper.
         *
         * @return the grouper
         */
        public FaceGrouper build() {
            return new FaceGrouper(this);
        }

        private SimilaritySearch searchOrDefault() {
            return search.orElseGet(() -> SimilaritySearch.automatic(threads));
        }
    }
}
