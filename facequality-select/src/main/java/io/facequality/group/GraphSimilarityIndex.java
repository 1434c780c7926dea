package io.facequality.group;

import io.facequality.Embedding;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;

/** jvector's graph over unit vectors. The only class that needs jvector. */
final class GraphSimilarityIndex implements SimilarityIndex {

    /** How far a vertex may exceed its edges while the graph grows, and how strongly edges are pruned: as DiskANN's. */
    private static final float NEIGHBOUR_OVERFLOW = 1.2f;

    private static final float PRUNING_ALPHA = 1.2f;
    private static final VectorSimilarityFunction INNER_PRODUCT = VectorSimilarityFunction.DOT_PRODUCT;
    private static final int SAMPLE = 200;
    private static final int SAMPLED_NEIGHBOURS = 10;

    /** How many neighbours beyond a threshold are asked for at first, and at most, of one vector. */
    private static final int FIRST_NEIGHBOURS = 32;

    private static final int MOST_NEIGHBOURS = 1024;
    private static final int SEARCHES_IN_A_TASK = 256;

    private final float[][] units;
    private final RandomAccessVectorValues vectors;
    private final ImmutableGraphIndex graph;
    private final ApproximateSimilaritySearch.Builder settings;
    private final Workers workers;
    private final Optional<MeasuredRecall> recall;

    private GraphSimilarityIndex(
            float[][] units,
            RandomAccessVectorValues vectors,
            ImmutableGraphIndex graph,
            ApproximateSimilaritySearch.Builder settings) {
        this.units = units;
        this.vectors = vectors;
        this.graph = graph;
        this.settings = settings;
        this.workers = new Workers(settings.threads);
        this.recall = Optional.of(measuredRecall());
    }

    static SimilarityIndex of(List<Embedding> embeddings, ApproximateSimilaritySearch.Builder settings) {
        if (embeddings.size() < 2) {
            return SimilaritySearch.exact(1).index(embeddings);
        }
        int dimension = Cosine.commonDimension(embeddings);
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        float[][] units = new float[embeddings.size()][];
        List<VectorFloat<?>> list = new ArrayList<>(units.length);
        for (int ordinal = 0; ordinal < units.length; ordinal++) {
            units[ordinal] = Cosine.unit(embeddings.get(ordinal));
            list.add(types.createFloatVector(units[ordinal]));
        }
        RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(list, dimension);
        return new GraphSimilarityIndex(units, vectors, graph(vectors, dimension, settings), settings);
    }

    private static ImmutableGraphIndex graph(
            RandomAccessVectorValues vectors, int dimension, ApproximateSimilaritySearch.Builder settings) {
        ForkJoinPool pool = new ForkJoinPool(settings.threads);
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(
                        BuildScoreProvider.randomAccessScoreProvider(vectors, INNER_PRODUCT),
                        dimension,
                        settings.maximumDegree)
                .withBeamWidth(settings.beamWidth)
                .withNeighborOverflow(NEIGHBOUR_OVERFLOW)
                .withAlpha(PRUNING_ALPHA)
                .withSimdExecutor(pool)
                .withParallelExecutor(pool)
                .build()) {
            return builder.build(vectors);
        } catch (IOException e) {
            throw new UncheckedIOException("a graph in memory does no input or output", e);
        } finally {
            pool.shutdownNow();
        }
    }

    @Override
    public int size() {
        return units.length;
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        Cosine.checkedThreshold(threshold);
        int[][] near = new int[size()][];
        forEachVector((ordinal, searcher) -> near[ordinal] = near(searcher, ordinal, threshold));
        for (int first = 0; first < near.length; first++) {
            for (int second : near[first]) {
                if (first < second) {
                    visitor.visit(first, second, similarity(first, second));
                } else if (Arrays.binarySearch(near[second], first) < 0) {
                    visitor.visit(second, first, similarity(second, first));
                }
            }
        }
    }

    /** The vectors within the threshold that one finds, in ascending order; of two, only one may find the other. */
    private int[] near(GraphSearcher searcher, int ordinal, double threshold) {
        int wanted = FIRST_NEIGHBOURS;
        SearchResult.NodeScore[] found = search(searcher, ordinal, wanted);
        while (found.length == wanted
                && wanted < MOST_NEIGHBOURS
                && similarity(ordinal, found[wanted - 1].node) >= threshold) {
            wanted *= 2;
            found = search(searcher, ordinal, wanted);
        }
        return Arrays.stream(found)
                .mapToInt(node -> node.node)
                .filter(other -> other != ordinal && similarity(ordinal, other) >= threshold)
                .sorted()
                .toArray();
    }

    private SearchResult.NodeScore[] search(GraphSearcher searcher, int ordinal, int count) {
        return searcher.search(
                        DefaultSearchScoreProvider.exact(vectors.getVector(ordinal), INNER_PRODUCT, vectors),
                        count,
                        Math.max(count, settings.beamWidth),
                        0f,
                        0f,
                        Bits.ALL)
                .getNodes();
    }

    private double similarity(int first, int second) {
        return Cosine.clamped(Cosine.of(units[first], units[second]));
    }

    @Override
    public Neighbours nearest(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("expected at least one neighbour, found " + count);
        }
        Neighbours nearest = new Neighbours(size(), Math.min(count, size() - 1));
        forEachVector((ordinal, searcher) -> {
            for (SearchResult.NodeScore node : search(searcher, ordinal, count + 1)) {
                if (node.node != ordinal) {
                    nearest.offer(ordinal, node.node, Cosine.of(units[ordinal], units[node.node]));
                }
            }
        });
        return nearest;
    }

    private void forEachVector(Workers.Task<GraphSearcher> task) {
        int tasks = (size() + SEARCHES_IN_A_TASK - 1) / SEARCHES_IN_A_TASK;
        workers.forEach(tasks, number -> {
            try (GraphSearcher searcher = new GraphSearcher(graph)) {
                int end = Math.min(size(), (number + 1) * SEARCHES_IN_A_TASK);
                for (int ordinal = number * SEARCHES_IN_A_TASK; ordinal < end; ordinal++) {
                    task.run(ordinal, searcher);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a graph in memory does no input or output", e);
            }
        });
    }

    private MeasuredRecall measuredRecall() {
        int sample = Math.min(SAMPLE, size());
        int neighbours = Math.min(SAMPLED_NEIGHBOURS, size() - 1);
        int[] ordinals = new Random(settings.seed).ints(sample, 0, size()).toArray();
        int[] found = new int[sample];
        workers.forEach(sample, number -> {
            Set<Integer> exact = exactNeighbours(ordinals[number], neighbours);
            try (GraphSearcher searcher = new GraphSearcher(graph)) {
                for (SearchResult.NodeScore node : search(searcher, ordinals[number], neighbours + 1)) {
                    found[number] += exact.contains(node.node) ? 1 : 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a graph in memory does no input or output", e);
            }
        });
        double recall = Arrays.stream(found).sum() / ((double) sample * neighbours);
        return new MeasuredRecall(recall, sample, neighbours);
    }

    private Set<Integer> exactNeighbours(int ordinal, int count) {
        Neighbours nearest = new Neighbours(1, count);
        for (int other = 0; other < size(); other++) {
            if (other != ordinal) {
                nearest.offer(0, other, Cosine.of(units[ordinal], units[other]));
            }
        }
        Set<Integer> ordinals = new HashSet<>();
        for (int rank = 0; rank < nearest.count(0); rank++) {
            ordinals.add(nearest.ordinal(0, rank));
        }
        return ordinals;
    }

    @Override
    public Optional<MeasuredRecall> recall() {
        return recall;
    }

    @Override
    public String description() {
        return "jvector's graph of " + size() + " vectors, at most " + settings.maximumDegree + " edges each, beam "
                + settings.beamWidth + ", threads: " + settings.threads;
    }

    @Override
    public void close() {
        try {
            graph.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a graph in memory does no input or output", e);
        }
    }
}
