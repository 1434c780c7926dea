package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

/** jvector's graph over distinct unit vectors. It and {@link GraphWalk} alone need jvector. */
final class GraphSimilarityIndex implements SimilarityIndex {

    /** How far a vertex may exceed its edges while the graph grows, and how strongly edges are pruned: as DiskANN's. */
    private static final float NEIGHBOR_OVERFLOW = 1.2f;

    private static final float PRUNING_ALPHA = 1.2f;
    private static final VectorSimilarityFunction INNER_PRODUCT = VectorSimilarityFunction.DOT_PRODUCT;
    private static final int SAMPLE = 200;
    private static final int SAMPLED_NEIGHBORS = 10;

    /** How many vertices a walk keeps at most, so that a group of very many does not make it endless. */
    private static final int MOST_KEPT = 2048;

    private static final int VECTORS_IN_A_TASK = 256;

    private final DistinctVectors distinct;
    private final RandomAccessVectorValues vectors;
    private final ImmutableGraphIndex graph;
    private final ApproximateSimilaritySearch.Builder settings;
    private final Workers workers;
    private final Optional<MeasuredRecall> recall;

    private GraphSimilarityIndex(
            DistinctVectors distinct,
            RandomAccessVectorValues vectors,
            ImmutableGraphIndex graph,
            ApproximateSimilaritySearch.Builder settings) {
        this.distinct = distinct;
        this.vectors = vectors;
        this.graph = graph;
        this.settings = settings;
        this.workers = new Workers(settings.threads);
        this.recall = Optional.of(measuredRecall());
    }

    static SimilarityIndex of(List<Embedding> embeddings, ApproximateSimilaritySearch.Builder settings) {
        DistinctVectors distinct = DistinctVectors.of(embeddings);
        if (distinct.size() < 2) {
            return SimilaritySearch.exact(settings.threads).index(embeddings);
        }
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        List<VectorFloat<?>> list = new ArrayList<>(distinct.size());
        for (int number = 0; number < distinct.size(); number++) {
            list.add(types.createFloatVector(distinct.unit(number)));
        }
        RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(list, distinct.dimension());
        return new GraphSimilarityIndex(distinct, vectors, graph(vectors, settings), settings);
    }

    private static ImmutableGraphIndex graph(
            RandomAccessVectorValues vectors, ApproximateSimilaritySearch.Builder settings) {
        ForkJoinPool pool = new ForkJoinPool(settings.threads);
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(
                        BuildScoreProvider.randomAccessScoreProvider(vectors, INNER_PRODUCT),
                        vectors.dimension(),
                        settings.maximumDegree)
                .withBeamWidth(settings.beamWidth)
                .withNeighborOverflow(NEIGHBOR_OVERFLOW)
                .withAlpha(PRUNING_ALPHA)
                .withSimdExecutor(pool)
                .withParallelExecutor(pool)
                .build()) {
            // Not by builder.build, which an interrupt would not stop.
            new Workers(settings.threads)
                    .forEach(vectors.size(), number -> builder.addGraphNode(number, vectors.getVector(number)));
            builder.cleanup();
            return builder.getGraph();
        } catch (IOException e) {
            throw new UncheckedIOException("a graph in memory does no input or output", e);
        } finally {
            pool.shutdownNow();
        }
    }

    @Override
    public int size() {
        return distinct.total();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        Cosine.checkedThreshold(threshold);
        int[][] near = new int[distinct.size()][];
        forEachDistinct(MOST_KEPT, (number, walk) -> near[number] = near(walk, number, threshold));
        for (int first = 0; first < near.length; first++) {
            visitEqual(first, threshold, visitor);
            for (int second : near[first]) {
                if (first < second || Arrays.binarySearch(near[second], first) < 0) {
                    visitAll(first, second, visitor);
                }
            }
        }
    }

    /** The distinct vectors within the threshold that one finds, in ascending order; of two, only one may find the other. */
    private int[] near(GraphWalk walk, int number, double threshold) {
        walk.from(number, settings.beamWidth, threshold);
        return walk.foundFrom(threshold)
                .filter(other -> other != number && distinct.similarity(number, other) >= threshold)
                .sorted()
                .toArray();
    }

    private void visitEqual(int number, double threshold, PairVisitor visitor) {
        double similarity = distinct.similarity(number, number);
        if (similarity < threshold) {
            return;
        }
        for (int i = 0; i < distinct.count(number); i++) {
            Interrupts.check();
            for (int j = i + 1; j < distinct.count(number); j++) {
                visitor.visit(distinct.ordinal(number, i), distinct.ordinal(number, j), similarity);
            }
        }
    }

    private void visitAll(int first, int second, PairVisitor visitor) {
        double similarity = distinct.similarity(first, second);
        for (int i = 0; i < distinct.count(first); i++) {
            Interrupts.check();
            int one = distinct.ordinal(first, i);
            for (int j = 0; j < distinct.count(second); j++) {
                int other = distinct.ordinal(second, j);
                visitor.visit(Math.min(one, other), Math.max(one, other), similarity);
            }
        }
    }

    @Override
    public Neighbors nearest(int count) {
        if (count < 1) {
            throw InvalidInputException.ofValue("GraphSimilarityIndex", "at least one neighbor", count);
        }
        Neighbors nearest = new Neighbors(size(), Math.min(count, size() - 1));
        int width = Math.max(settings.beamWidth, Math.min(count + 1, distinct.size()));
        forEachDistinct(width, (number, walk) -> {
            walk.from(number, width, GraphWalk.UNREACHED);
            for (int other : walk.found()) {
                offer(nearest, number, other, count);
            }
        });
        return nearest;
    }

    /** Offers all that are equal to one as neighbors to all that are equal to another, as many as can matter. */
    private void offer(Neighbors nearest, int to, int neighbor, int count) {
        float similarity = Cosine.of(distinct.unit(to), distinct.unit(neighbor));
        int enough = Math.min(distinct.count(neighbor), count + 1);
        for (int i = 0; i < distinct.count(to); i++) {
            int ordinal = distinct.ordinal(to, i);
            for (int j = 0; j < enough; j++) {
                int other = distinct.ordinal(neighbor, j);
                if (other != ordinal) {
                    nearest.offer(ordinal, other, similarity);
                }
            }
        }
    }

    private void forEachDistinct(int mostKept, Workers.Task<GraphWalk> task) {
        int tasks = (distinct.size() + VECTORS_IN_A_TASK - 1) / VECTORS_IN_A_TASK;
        workers.forEach(tasks, part -> {
            try (GraphWalk walk = new GraphWalk(graph, vectors, mostKept)) {
                int end = Math.min(distinct.size(), (part + 1) * VECTORS_IN_A_TASK);
                for (int number = part * VECTORS_IN_A_TASK; number < end; number++) {
                    task.run(number, walk);
                }
            }
        });
    }

    private MeasuredRecall measuredRecall() {
        int sample = Math.min(SAMPLE, distinct.size());
        int neighbors = Math.min(SAMPLED_NEIGHBORS, distinct.size() - 1);
        int[] numbers = new Random(settings.seed).ints(sample, 0, distinct.size()).toArray();
        int[] found = new int[sample];
        // As nearest does.
        int width = Math.max(settings.beamWidth, neighbors + 1);
        workers.forEach(sample, place -> {
            double farthest = farthestOfNearest(numbers[place], neighbors);
            try (GraphWalk walk = new GraphWalk(graph, vectors, width)) {
                walk.from(numbers[place], width, GraphWalk.UNREACHED);
                found[place] = (int) Arrays.stream(walk.found())
                        .filter(other -> other != numbers[place]
                                && distinct.similarity(numbers[place], other) >= farthest)
                        .limit(neighbors)
                        .count();
            }
        });
        double recall = Arrays.stream(found).sum() / ((double) sample * neighbors);
        return new MeasuredRecall(recall, sample, neighbors);
    }

    /** How similar a vector's nearest neighbors are at least; of equally similar ones any is as good. */
    private double farthestOfNearest(int number, int count) {
        Neighbors nearest = new Neighbors(1, count);
        for (int other = 0; other < distinct.size(); other++) {
            if (other != number) {
                nearest.offer(0, other, Cosine.of(distinct.unit(number), distinct.unit(other)));
            }
        }
        return nearest.similarity(0, count - 1);
    }

    @Override
    public Optional<MeasuredRecall> recall() {
        return recall;
    }

    @Override
    public String description() {
        return "jvector's graph of " + distinct.size() + " distinct vectors, at most " + settings.maximumDegree
                + " edges each, beam " + settings.beamWidth + ", threads: " + settings.threads;
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
