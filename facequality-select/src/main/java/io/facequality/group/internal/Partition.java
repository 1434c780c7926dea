package io.facequality.group.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Things that are put together two by two: a disjoint-set forest by size with path halving. One thread at a time. */
public final class Partition {

    private final int[] parents;
    private final int[] sizes;

    public Partition(int size) {
        parents = new int[size];
        sizes = new int[size];
        Arrays.setAll(parents, ordinal -> ordinal);
        Arrays.fill(sizes, 1);
    }

    /** Puts two things together; says whether they were apart. */
    public boolean join(int first, int second) {
        int a = root(first);
        int b = root(second);
        if (a == b) {
            return false;
        }
        int larger = sizes[a] >= sizes[b] ? a : b;
        int smaller = larger == a ? b : a;
        parents[smaller] = larger;
        sizes[larger] += sizes[smaller];
        return true;
    }

    private int root(int ordinal) {
        int at = ordinal;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    /** The parts, in the order of their first members, members in ascending order. */
    public List<int[]> parts() {
        int[][] byRoot = new int[parents.length][];
        int[] filled = new int[parents.length];
        List<int[]> parts = new ArrayList<>();
        for (int ordinal = 0; ordinal < parents.length; ordinal++) {
            int root = root(ordinal);
            if (byRoot[root] == null) {
                byRoot[root] = new int[sizes[root]];
                parts.add(byRoot[root]);
            }
            byRoot[root][filled[root]++] = ordinal;
        }
        return parts;
    }
}
