package io.facequality.spark.internal;

import io.facequality.group.internal.Partition;
import io.facequality.group.internal.search.SearchSteps;
import io.facequality.group.internal.search.UnitVectors;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Compares a block of a cell with itself or with another one. Where very many pairs are close, those that connect nothing
 * new are left out: a group of a million near-duplicates would have half a billion pairs.
 */
final class BlockComparison {

    /** From so many pairs a vector on, a pair must connect something. */
    private static final int MANY = 16;

    private final int cell;
    private final double threshold;
    private final boolean isOne;
    private final List<Row> rows;
    private final List<Row> columns;
    private final long[] ids;
    private final int[][] cells;
    private final Partition connected;

    private int found;
    private long[] firsts = new long[64];
    private long[] seconds = new long[64];
    private double[] similarities = new double[64];

    private BlockComparison(Row any, List<Row> rows, List<Row> columns) {
        this.cell = any.<Integer>getAs("cell");
        this.threshold = any.<Double>getAs("threshold");
        this.isOne = any.getAs("row").equals(any.getAs("column"));
        this.rows = rows;
        this.columns = columns;
        int size = rows.size() + columns.size();
        this.ids = new long[size];
        this.cells = new int[size][];
        this.connected = new Partition(size);
        for (int place = 0; place < size; place++) {
            Row row = place < rows.size() ? rows.get(place) : columns.get(place - rows.size());
            ids[place] = row.<Long>getAs("id");
            cells[place] = row.<Integer>getList(row.fieldIndex("cells")).stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Takes the rows of one comparison, those of the first block first. */
    static BlockComparison of(List<Row> all) {
        int side = all.get(0).fieldIndex("side");
        int firsts = (int) all.stream().filter(row -> row.getInt(side) == 0).count();
        return new BlockComparison(all.get(0), all.subList(0, firsts), all.subList(firsts, all.size()));
    }

    Iterator<Row> pairs() {
        if (isOne) {
            SearchSteps.pairs(units(rows), threshold, this::take);
        } else if (!rows.isEmpty() && !columns.isEmpty()) {
            SearchSteps.pairs(units(rows), units(columns), threshold, (row, column, similarity) ->
                    take(row, rows.size() + column, similarity));
        }
        return IntStream.range(0, found)
                .mapToObj(pair -> RowFactory.create(firsts[pair], seconds[pair], similarities[pair]))
                .iterator();
    }

    private static UnitVectors units(List<Row> rows) {
        return UnitVectors.of(rows.stream().map(row -> Floats.ofBytes(row.getAs("unit"))).toArray(float[][]::new));
    }

    private void take(int one, int other, double similarity) {
        if (SearchSteps.isFirstShared(cell, cells[one], cells[other])) {
            boolean connectsNew = connected.join(one, other);
            if (connectsNew || found < MANY * ids.length) {
                add(Math.min(ids[one], ids[other]), Math.max(ids[one], ids[other]), similarity);
            }
        }
    }

    private void add(long first, long second, double similarity) {
        if (found == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * found);
            seconds = Arrays.copyOf(seconds, 2 * found);
            similarities = Arrays.copyOf(similarities, 2 * found);
        }
        firsts[found] = first;
        seconds[found] = second;
        similarities[found++] = similarity;
    }
}
