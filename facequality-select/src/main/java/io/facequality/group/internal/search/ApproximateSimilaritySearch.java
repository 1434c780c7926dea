package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.List;

/**
 * Finds most of the close pairs among so many vectors that comparing all is too slow: jvector's graph index (a
 * navigable graph as in HNSW with DiskANN's pruning), through the optional dependency {@code
 * io.github.jbellis:jvector}.
 *
 * <p>Every index measures on a random sample of its vectors, against an exact search, how many of the true nearest
 * neighbors it finds, and carries the figure in {@link SimilarityIndex#recall}. What it finds has exact similarities;
 * what it misses is not there. It looks for a vector's neighbors from that vector's own place in the graph, so that a
 * group to which no other leads is found too. Of one vector it reports some 2,000 others from a threshold on at most, and
 * besides all that are equal to it or to one of those: equal vectors count as one in the graph, and if all are equal,
 * every pair is compared. With more than one thread the graph depends on which vector was inserted first, so that two runs may miss
 * different pairs; with one thread they miss the same.
 *
 * <p>Cost: {@code 4 n d} bytes for the vectors and about {@code 12 n * maximumDegree} bytes for the graph; an insertion
 * compares a vector with some thousands of others, whatever their number. Immutable and safe for several threads.
 */
public final class ApproximateSimilaritySearch implements SimilaritySearch {

    /** Edges of a vertex, by default: as HNSW's authors advise for vectors of some hundred dimensions. */
    public static final int DEFAULT_MAXIMUM_DEGREE = 32;

    /** Candidates that an insertion keeps, by default. */
    public static final int DEFAULT_BEAM_WIDTH = 100;

    private static final String JVECTOR = "io.github.jbellis.jvector.graph.GraphIndexBuilder";

    private final Builder settings;

    private ApproximateSimilaritySearch(Builder settings) {
        this.settings = settings;
    }

    /**
     * Whether jvector is on the class path.
     *
     * @return false if {@link #index} would fail
     */
    public static boolean isAvailable() {
        try {
            Class.forName(JVECTOR, false, ApproximateSimilaritySearch.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * The settings to start from: 32 edges, a beam of 100, one thread, seed 0.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if jvector is not on the class path
     */
    @Override
    public SimilarityIndex index(List<Embedding> embeddings) {
        if (!isAvailable()) {
            throw new InvalidInputException(new Problem(
                    "cannot make an approximate index",
                    embeddings.size() + " embeddings",
                    "jvector on the class path",
                    "no class " + JVECTOR,
                    "Add the dependency io.github.jbellis:jvector, or use the exact search."));
        }
        return GraphSimilarityIndex.of(embeddings, settings);
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        int maximumDegree = DEFAULT_MAXIMUM_DEGREE;
        int beamWidth = DEFAULT_BEAM_WIDTH;
        int threads = 1;
        long seed;

        private Builder() {}

        private Builder(Builder other) {
            this.maximumDegree = other.maximumDegree;
            this.beamWidth = other.beamWidth;
            this.threads = other.threads;
            this.seed = other.seed;
        }

        /**
         * How many edges a vertex of the graph has at most: more find more and need more memory.
         *
         * @param edges at least 2
         * @return this builder
         */
        public Builder maximumDegree(int edges) {
            this.maximumDegree = atLeast(2, edges, "edges");
            return this;
        }

        /**
         * How many candidates an insertion and a search keep: more find more and take longer.
         *
         * @param candidates at least 1
         * @return this builder
         */
        public Builder beamWidth(int candidates) {
            this.beamWidth = atLeast(1, candidates, "candidates");
            return this;
        }

        /**
         * How many threads build and search.
         *
         * @param count at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = atLeast(1, count, "threads");
            return this;
        }

        /**
         * Which vectors the recall is measured on.
         *
         * @param number any number; the same one samples the same vectors
         * @return this builder
         */
        public Builder seed(long number) {
            this.seed = number;
            return this;
        }

        /**
         * Makes the search.
         *
         * @return the search
         */
        public ApproximateSimilaritySearch build() {
            return new ApproximateSimilaritySearch(new Builder(this));
        }

        private static int atLeast(int least, int found, String what) {
            if (found < least) {
                throw InvalidInputException.ofValue("ApproximateSimilaritySearch", "at least " + least + " " + what, found);
            }
            return found;
        }
    }
}
