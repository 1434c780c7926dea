package io.facequality.group.internal.search;

import java.util.Arrays;

/**
 * Unit vectors without repetition: those that are equal in every bit count as one. Many copies of one picture would all
 * be in the same cells, whatever their number, and be compared with each other for nothing. Immutable.
 *
 * <p>Speaks of two things: a vector's ordinal, its place among the vectors that were given; and a distinct vector's
 * number, in the order of first appearance.
 */
final class DistinctVectors implements UnitVectors {

    private static final int FREE = -1;

    private final UnitVectors all;
    private final int[] starts;
    private final int[] ordinals;

    private DistinctVectors(UnitVectors all, int[] numbers, int size) {
        this.all = all;
        this.starts = new int[size + 1];
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

    static DistinctVectors of(UnitVectors all) {
        Table table = new Table(all);
        int[] numbers = new int[all.size()];
        for (int ordinal = 0; ordinal < numbers.length; ordinal++) {
            numbers[ordinal] = table.number(ordinal);
        }
        return new DistinctVectors(all, numbers, table.size);
    }

    /** An open hash table of the distinct vectors, by number. */
    private static final class Table {

        private final UnitVectors all;
        private final int[] places;
        private final int[] firsts;
        private final int[] hashes;
        private final float[] unit;
        private final float[] other;
        private int size;

        Table(UnitVectors all) {
            this.all = all;
            this.places = new int[Integer.highestOneBit(Math.max(1, all.size())) * 4];
            this.firsts = new int[all.size()];
            this.hashes = new int[all.size()];
            this.unit = new float[all.dimension()];
            this.other = new float[all.dimension()];
            Arrays.fill(places, FREE);
        }

        /** The number of a vector, which is a new one if none before was equal. */
        int number(int ordinal) {
            all.copy(ordinal, unit);
            int hash = Arrays.hashCode(unit);
            int place = (hash ^ hash >>> 16) & places.length - 1;
            while (places[place] != FREE && !isEqual(places[place], hash)) {
                place = place + 1 & places.length - 1;
            }
            if (places[place] == FREE) {
                places[place] = size;
                hashes[size] = hash;
                firsts[size++] = ordinal;
            }
            return places[place];
        }

        private boolean isEqual(int number, int hash) {
            if (hashes[number] != hash) {
                return false;
            }
            all.copy(firsts[number], other);
            return Arrays.equals(unit, other);
        }
    }

    @Override
    public int dimension() {
        return all.dimension();
    }

    /** How many vectors were given. */
    int total() {
        return ordinals.length;
    }

    /** How many of them are distinct. */
    @Override
    public int size() {
        return starts.length - 1;
    }

    @Override
    public void copy(int number, float[] unit) {
        all.copy(ordinal(number, 0), unit);
    }

    float[] unit(int number) {
        float[] unit = new float[dimension()];
        copy(number, unit);
        return unit;
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
