package io.facequality.group.internal.search;

import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.NodesIterator;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.VectorUtil;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Looks around a vertex of a graph for the vertices nearest to it, best first, and begins at that vertex, not at the
 * graph's entry: who looks for the near-duplicates of what is in the graph is there already, and finds groups that no
 * other edge leads to. For one thread at a time.
 */
final class GraphWalk implements Closeable {

    /** A cosine that none reaches: the walk does not widen. */
    static final double UNREACHED = 2;

    /** How much the order in which a sum is added may change a cosine. */
    private static final double ROUNDING = 1e-5;

    private final ImmutableGraphIndex.View view;
    private final RandomAccessVectorValues vectors;
    private final BitSet seen;

    /** What was found, the nearest first; equally near ones in the order of their numbers. */
    private final int[] numbers;

    private final float[] similarities;
    private final boolean[] left;
    private int count;
    private int limit;
    private int within;

    /** All before it have been left: their edges have been followed. */
    private int next;

    GraphWalk(ImmutableGraphIndex graph, RandomAccessVectorValues vectors, int mostKept) {
        this.view = graph.getView();
        this.vectors = vectors;
        this.seen = new BitSet(vectors.size());
        this.numbers = new int[mostKept];
        this.similarities = new float[mostKept];
        this.left = new boolean[mostKept];
    }

    /**
     * Walks. The walk keeps the nearest vertices that it sees, and ends when the edges of all that it keeps have been
     * followed; so the more it keeps, the more it finds. It keeps twice as many as reach the threshold, so that it does
     * not end before the last of them, and never fewer than its width.
     */
    void from(int start, int width, double threshold) {
        seen.clear();
        count = 0;
        within = 0;
        limit = Math.min(width, numbers.length);
        VectorFloat<?> origin = vectors.getVector(start);
        see(start, origin, threshold);
        for (next = 0; next < count; next++) {
            if (!left[next]) {
                left[next] = true;
                follow(numbers[next], origin, threshold);
            }
        }
    }

    private void follow(int number, VectorFloat<?> origin, double threshold) {
        for (NodesIterator edges = view.getNeighborsIterator(0, number); edges.hasNext(); ) {
            int other = edges.nextInt();
            if (!seen.get(other)) {
                see(other, origin, threshold);
            }
        }
    }

    private void see(int number, VectorFloat<?> origin, double threshold) {
        seen.set(number);
        float similarity = VectorUtil.dotProduct(origin, vectors.getVector(number));
        if (similarity >= threshold - ROUNDING) {
            within++;
            limit = Math.min(Math.max(limit, 2 * within), numbers.length);
        }
        int place = place(number, similarity);
        if (place < limit) {
            insert(place, number, similarity);
        }
    }

    private int place(int number, float similarity) {
        int place = count;
        while (place > 0
                && (similarity > similarities[place - 1]
                        || similarity == similarities[place - 1] && number < numbers[place - 1])) {
            place--;
        }
        return place;
    }

    private void insert(int place, int number, float similarity) {
        count = Math.min(count + 1, limit);
        System.arraycopy(numbers, place, numbers, place + 1, count - place - 1);
        System.arraycopy(similarities, place, similarities, place + 1, count - place - 1);
        System.arraycopy(left, place, left, place + 1, count - place - 1);
        numbers[place] = number;
        similarities[place] = similarity;
        left[place] = false;
        // One before it, since the loop goes on from the one after.
        next = Math.min(next, place - 1);
    }

    /** The vertices that the walk kept, the nearest first; that it began at is among them, or one that is as near. */
    int[] found() {
        return Arrays.copyOf(numbers, count);
    }

    /** Those that may reach a threshold, but for rounding. */
    IntStream foundFrom(double threshold) {
        return IntStream.range(0, count)
                .filter(place -> similarities[place] >= threshold - ROUNDING)
                .map(place -> numbers[place]);
    }

    @Override
    public void close() {
        try {
            view.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a graph in memory does no input or output", e);
        }
    }
}
