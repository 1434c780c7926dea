package io.facequality.group.internal.search;

import io.facequality.internal.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which vectors are in which cells; a vector is in one or several. Immutable and safe for several threads. */
final class Cells {

    /** The cells of vector v are from {@code starts[v]} on, ascending. */
    private final int[] starts;

    private final int[] cells;

    /** The members of cell c are from {@code memberStarts[c]} on, ascending. */
    private final int[] memberStarts;

    private final int[] members;

    private Cells(int count, int[] starts, int[] cells) {
        this.starts = starts;
        this.cells = cells;
        this.memberStarts = new int[count + 1];
        this.members = new int[cells.length];
        for (int cell : cells) {
            memberStarts[cell + 1]++;
        }
        Arrays.parallelPrefix(memberStarts, Integer::sum);
        int[] next = memberStarts.clone();
        for (int vector = 0; vector + 1 < starts.length; vector++) {
            for (int at = starts[vector]; at < starts[vector + 1]; at++) {
                members[next[cells[at]]++] = vector;
            }
        }
    }

    static Cells of(UnitVectors vectors, CellCenters centers, MarginRule rule, Workers workers) {
        int panels = (vectors.size() + TileKernel.SIDE - 1) / TileKernel.SIDE;
        int[][] joined = new int[panels][];
        int[] starts = new int[vectors.size() + 1];
        workers.forEach(panels, centers::assigner, (panel, assigner) -> {
            int from = panel * TileKernel.SIDE;
            int[][] ofEach = assigner.cells(vectors, from, Math.min(vectors.size(), from + TileKernel.SIDE), rule);
            for (int row = 0; row < ofEach.length; row++) {
                starts[from + row + 1] = ofEach[row].length;
            }
            joined[panel] = Arrays.stream(ofEach).flatMapToInt(Arrays::stream).toArray();
        });
        Arrays.parallelPrefix(starts, Math::addExact);
        return new Cells(
                centers.count(),
                starts,
                Arrays.stream(joined).flatMapToInt(Arrays::stream).toArray());
    }

    int count() {
        return memberStarts.length - 1;
    }

    int size(int cell) {
        return memberStarts[cell + 1] - memberStarts[cell];
    }

    /** How many cells all vectors are in, together. */
    int rows() {
        return members.length;
    }

    int largest() {
        return IntStream.range(0, count()).map(this::size).max().orElse(0);
    }

    /** Copies of some members of a cell, by their places in it. */
    int[] members(int cell, int from, int to) {
        return Arrays.copyOfRange(members, memberStarts[cell] + from, memberStarts[cell] + to);
    }

    List<int[]> memberLists() {
        return IntStream.range(0, count())
                .mapToObj(cell -> members(cell, 0, size(cell)))
                .toList();
    }

    /** Whether a cell is the first of those that two of its members share: there their pair counts. */
    boolean isFirstShared(int cell, int first, int second) {
        return firstShared(first, second) == cell;
    }

    private int firstShared(int first, int second) {
        int one = starts[first];
        int other = starts[second];
        while (one < starts[first + 1] && other < starts[second + 1]) {
            if (cells[one] == cells[other]) {
                return cells[one];
            }
            if (cells[one] < cells[other]) {
                one++;
            } else {
                other++;
            }
        }
        return -1;
    }

    boolean share(int first, int second) {
        return firstShared(first, second) >= 0;
    }
}
