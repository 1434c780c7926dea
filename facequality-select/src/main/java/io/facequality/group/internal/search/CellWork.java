package io.facequality.group.internal.search;

import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Compares the vectors of each cell with each other, tile by tile. A cell of many vectors is taken in blocks, so that
 * memory stays bounded and threads share it. One thread at a time.
 */
abstract class CellWork {

    /** Two blocks of 512 components are 16 MiB. */
    private static final int BLOCK = 4096;

    /** A block of a cell's members with itself, or with a later one. */
    private record Blocks(int cell, int rows, int columns) {}

    private final UnitVectors vectors;
    private final Cells cells;
    private final Panels rows;
    private final Panels columns;
    private final TileKernel kernel = TileKernels.fastest();
    private final float[] tile = new float[TileKernel.SIDE * TileKernel.SIDE];

    CellWork(UnitVectors vectors, Cells cells) {
        this.vectors = vectors;
        this.cells = cells;
        this.rows = new Panels(BLOCK, vectors.dimension());
        this.columns = new Panels(BLOCK, vectors.dimension());
    }

    /** Does all, the largest cells first. */
    static void doAll(Cells cells, Workers workers, Supplier<? extends CellWork> ofThread) {
        List<Blocks> all = blocks(cells);
        workers.<CellWork>forEach(all.size(), ofThread::get, (number, work) -> work.compare(all.get(number)));
    }

    private static List<Blocks> blocks(Cells cells) {
        List<Blocks> all = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            int blocks = (cells.size(cell) + BLOCK - 1) / BLOCK;
            for (int row = 0; row < blocks; row++) {
                for (int column = row; column < blocks; column++) {
                    all.add(new Blocks(cell, row, column));
                }
            }
        }
        all.sort(Comparator.comparingInt((Blocks blocks) -> -cells.size(blocks.cell)));
        return all;
    }

    private void compare(Blocks blocks) {
        int[] rowOrdinals = fill(rows, blocks.cell, blocks.rows);
        boolean isOne = blocks.rows == blocks.columns;
        int[] columnOrdinals = isOne ? rowOrdinals : fill(columns, blocks.cell, blocks.columns);
        Panels right = isOne ? rows : columns;
        begin(blocks.cell, rowOrdinals, columnOrdinals);
        for (int row = 0; row < rows.count(); row++) {
            for (int column = isOne ? row : 0; column < right.count(); column++) {
                kernel.multiply(rows.panel(row), right.panel(column), vectors.dimension(), tile);
                scan(row, column, rows.size(row), right.size(column), isOne && row == column);
            }
        }
        end();
    }

    private int[] fill(Panels panels, int cell, int block) {
        int from = block * BLOCK;
        int[] ordinals = cells.members(cell, from, Math.min(cells.size(cell), from + BLOCK));
        panels.fill(vectors, ordinals, 0, ordinals.length);
        return ordinals;
    }

    private void scan(int rowPanel, int columnPanel, int rowCount, int columnCount, boolean isDiagonal) {
        int firstRow = rowPanel * TileKernel.SIDE;
        int firstColumn = columnPanel * TileKernel.SIDE;
        for (int i = 0; i < rowCount; i++) {
            for (int j = isDiagonal ? i + 1 : 0; j < columnCount; j++) {
                take(firstRow + i, firstColumn + j, tile[i * TileKernel.SIDE + j]);
            }
        }
    }

    /** Two blocks of a cell follow: the ordinals of their vectors, by place; twice the same array for one block. */
    abstract void begin(int cell, int[] rowOrdinals, int[] columnOrdinals);

    /** Takes a product of two places, the first below the second where the blocks are one. */
    abstract void take(int row, int column, float product);

    /** The blocks are done. */
    abstract void end();
}
