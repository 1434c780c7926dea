package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.EmbeddingGrouper;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.List;
import java.util.Objects;
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
 * <p>Cost: up to 50,000 faces every pair is compared: {@code n² d / 2} products for n faces of d components. More are
 * compared within cells, for about {@code 3 n^1.5 d} products; on a sample, at least 99.9 % of the pairs are found. A
 * group of m faces takes m² comparisons more for its widest pair, and complete links hold a matrix of at most 64 MiB. One group of 100,000 faces is
 * no different: it took 30 to 80 seconds on two cores, by the linkage. Immutable and safe for several threads.
 */
public final class FaceGrouper implements DuplicateGrouper {

    private final Clustering clustering;
    private final int threads;

    private FaceGrouper(Builder settings) {
        this.clustering = new Clustering(settings.linkage, settings.threshold, settings.smallestSimilarity);
        this.threads = settings.threads;
    }

    /**
     * The settings to start from: complete links, no further limit, one thread.
     *
     * @param threshold the smallest cosine of a close pair, from -1 to 1
     * @return a new builder
     * @throws InvalidInputException if the threshold is no cosine
     */
    public static Builder builder(double threshold) {
        return new Builder(Cosine.checkedThreshold(threshold));
    }

    @Override
    public List<FaceGroup> group(List<FaceRecord> faces) {
        return new EmbeddingGrouper(clustering, SimilaritySearch.automatic(threads), new Workers(threads))
                .group(faces);
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private final double threshold;
        private Linkage linkage = new Linkage.Complete();
        private OptionalDouble smallestSimilarity = OptionalDouble.empty();
        private int threads = 1;

        private Builder(double threshold) {
            this.threshold = threshold;
        }

        /**
         * When close pairs make a group.
         *
         * @param kind complete, connected or density
         * @return this builder
         */
        public Builder linkage(Linkage kind) {
            this.linkage = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * How far apart any two faces of a group may be; a wider group is split by complete links.
         *
         * @param diameter the largest {@code 1 - cosine}, from 0 to 2
         * @return this builder
         * @throws InvalidInputException if the diameter is out of its range
         */
        public Builder maximumDiameter(double diameter) {
            if (!(diameter >= 0 && diameter <= 2)) {
                throw InvalidInputException.ofValue("FaceGrouper", "a diameter from 0 to 2", diameter);
            }
            this.smallestSimilarity = OptionalDouble.of(1 - diameter);
            return this;
        }

        /**
         * How many threads compare faces.
         *
         * @param count at least 1; the groups are the same for any number
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = new Workers(count).threads();
            return this;
        }

        /**
         * Makes the grouper.
         *
         * @return the grouper
         */
        public FaceGrouper build() {
            return new FaceGrouper(this);
        }
    }

    /**
     * When close pairs make a group. The names are those of cluster analysis; "close" means at least as similar as the
     * grouper's threshold.
     */
    public sealed interface Linkage {

        /**
         * Every two faces of a group are close: complete-link agglomeration, stopped at the threshold. The two clusters
         * whose least similar pair is most similar are joined, again and again, while that pair is close. No chain can join
         * strangers. A set of more than 4,096 faces that hang together but are not all close is first cut in two along a
         * far pair, again and again, so that memory stays bounded; every two faces of a group are close then too.
         */
        record Complete() implements Linkage {}

        /**
         * Faces that a chain of close pairs connects: single link. Finds gradual change, as in a clip, as one group; a few
         * unlucky pairs may join strangers, so look at the {@linkplain io.facequality.FaceGroup.WidestPair widest pair} or limit the diameter.
         */
        record Connected() implements Linkage {}

        /**
         * Dense regions: DBSCAN (Ester, Kriegel, Sander, Xu, 1996). A face is a core if enough faces are close to it; cores
         * that are close to each other are in one group; a face that is close to a core but none itself joins its most
         * similar core's group, of equally similar ones the first in the order of ids; every other face is alone. A single
         * bridge between two groups joins them only if it is dense.
         *
         * @param minimumNeighbors how many faces, the face itself among them, must be close to a core; at least 1; with 1
         *     or 2 the groups are the connected ones
         */
        record Density(int minimumNeighbors) implements Linkage {

            /** Checks the number. */
            public Density {
                if (minimumNeighbors < 1) {
                    throw InvalidInputException.ofValue("Linkage", "at least 1 neighbor", minimumNeighbors);
                }
            }
        }
    }
}
