package io.facequality.group.internal.search;

import java.util.Arrays;

/**
 * The nearest neighbors of every vector of an index, the nearest first; equally near ones in the order of their
 * ordinals. Immutable and safe to share between threads.
 */
public final class Neighbors {

    private static final int NONE = -1;

    private final int count;
    private final int[] ordinals;
    private final float[] similarities;

    Neighbors(int size, int count) {
        this.count = count;
        this.ordinals = new int[Math.multiplyExact(size, count)];
        this.similarities = new float[ordinals.length];
        Arrays.fill(ordinals, NONE);
    }

    /** Inserts a neighbor at its place if it is among the nearest so far; one thread for each vector. */
    void offer(int of, int neighbor, float similarity) {
        if (!wouldTake(of, neighbor, similarity)) {
            return;
        }
        int start = of * count;
        int at = start + count - 1;
        for (; at > start && isNearer(similarity, neighbor, at - 1); at--) {
            ordinals[at] = ordinals[at - 1];
            similarities[at] = similarities[at - 1];
        }
        ordinals[at] = neighbor;
        similarities[at] = similarity;
    }

    /** Whether {@link #offer} would insert a neighbor. */
    boolean wouldTake(int of, int neighbor, float similarity) {
        return count > 0 && isNearer(similarity, neighbor, of * count + count - 1);
    }

    /** Offers all of these to others, which know the vectors by the same ordinals. */
    void offerTo(Neighbors others) {
        int[] same = new int[count == 0 ? 0 : ordinals.length / count];
        Arrays.setAll(same, of -> of);
        offerTo(others, same);
    }

    /** The ordinals of a vector's neighbors, the nearest first. */
    int[] ordinals(int of) {
        return Arrays.copyOfRange(ordinals, of * count, of * count + count(of));
    }

    /** Offers all of these to others, which know the vectors by other ordinals. */
    void offerTo(Neighbors others, int[] ordinalsThere) {
        for (int of = 0; of < ordinalsThere.length; of++) {
            for (int at = of * count; at < (of + 1) * count && ordinals[at] != NONE; at++) {
                others.offer(ordinalsThere[of], ordinals[at], similarities[at]);
            }
        }
    }

    private boolean isNearer(float similarity, int neighbor, int at) {
        return ordinals[at] == NONE
                || similarity > similarities[at]
                || similarity == similarities[at] && neighbor < ordinals[at];
    }

    /**
     * How many neighbors a vector has.
     *
     * @param of the vector's ordinal
     * @return as many as were asked for, or fewer if an approximate search found fewer or there are fewer vectors
     */
    public int count(int of) {
        int found = 0;
        while (found < count && ordinals[of * count + found] != NONE) {
            found++;
        }
        return found;
    }

    /**
     * A neighbor.
     *
     * @param of the vector's ordinal
     * @param rank from 0, the nearest, to below {@link #count(int)}
     * @return the neighbor's ordinal
     * @throws IndexOutOfBoundsException if there is no such neighbor
     */
    public int ordinal(int of, int rank) {
        return ordinals[place(of, rank)];
    }

    /**
     * How near a neighbor is.
     *
     * @param of the vector's ordinal
     * @param rank from 0, the nearest, to below {@link #count(int)}
     * @return the cosine of the two, from -1 to 1
     * @throws IndexOutOfBoundsException if there is no such neighbor
     */
    public double similarity(int of, int rank) {
        return Cosine.clamped(similarities[place(of, rank)]);
    }

    /** The inner product behind a similarity, which rounding may take beyond 1. */
    float product(int of, int rank) {
        return similarities[place(of, rank)];
    }

    private int place(int of, int rank) {
        if (rank < 0 || rank >= count || ordinals[of * count + rank] == NONE) {
            throw new IndexOutOfBoundsException("expected one of " + count(of) + " neighbors, found " + rank);
        }
        return of * count + rank;
    }
}
