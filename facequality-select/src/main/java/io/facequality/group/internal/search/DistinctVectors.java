package io.facequality.group.internal.search;

import io.facequality.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Unit vectors without repetition: those that are equal in every bit count as one. A graph needs that, since edges
 * between equal vectors lead nowhere: many copies of one picture would use up each other's edges, and be found by chance.
 * Immutable.
 *
 * <p>Speaks of two things: a vector's ordinal, its place in the list that was given; and a distinct vector's number, in
 * the order of first appearance.
 */
final class DistinctVectors {

    private static final int FREE = -1;

    private final int dimension;
    private final List<float[]> units;
    private final int[] starts;
    private final int[] ordinals;

    private DistinctVectors(int dimension, List<float[]> units, int[] numbers) {
        this.dimension = dimension;
        this.units = units;
        this.starts = new int[units.size() + 1];
        this.ordinals = new int[numbers.length];
        for (int number : numbers) {
            starts[number + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        for (int ordinal = 0; ordinal < numbers.length; ordinal++) {
            ordinals[next[numbers[ordinal]]++] = ordinal;
        }
    }

    /** Takes vectors of one dimension and with a direction. */
    static DistinctVectors of(List<Embedding> embeddings) {
        int dimension = Cosine.commonDimension(embeddings);
        List<float[]> units = new ArrayList<>();
        int[] numbers = new int[embeddings.size()];
        int[] table = new int[Integer.highestOneBit(Math.max(1, embeddings.size())) * 4];
        Arrays.fill(table, FREE);
        for (int ordinal = 0; ordinal < numbers.length; ordinal++) {
            float[] unit = Cosine.unit(embeddings.get(ordinal));
            int place = place(table, units, unit);
            if (table[place] == FREE) {
                table[place] = units.size();
                units.add(unit);
            }
            numbers[ordinal] = table[place];
        }
        return new DistinctVectors(dimension, units, numbers);
    }

    /** Where in an open hash table a vector is, or would be; the table is never full. */
    private static int place(int[] table, List<float[]> units, float[] unit) {
        int hash = Arrays.hashCode(unit);
        int place = (hash ^ hash >>> 16) & table.length - 1;
        while (table[place] != FREE && !Arrays.equals(units.get(table[place]), unit)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    int dimension() {
        return dimension;
    }

    /** How many vectors were given. */
    int total() {
        return ordinals.length;
    }

    /** How many of them are distinct. */
    int size() {
        return units.size();
    }

    float[] unit(int number) {
        return units.get(number);
    }

    double similarity(int first, int second) {
        return Cosine.clamped(Cosine.of(units.get(first), units.get(second)));
    }

    /** How many equal vectors are one. */
    int count(int number) {
        return starts[number + 1] - starts[number];
    }

    /** The ordinal of one of the equal vectors, in ascending order. */
    int ordinal(int number, int place) {
        return ordinals[starts[number] + place];
    }
}
