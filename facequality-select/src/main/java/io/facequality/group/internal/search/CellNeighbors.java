package io.facequality.group.internal.search;

/** Finds the nearest of each vector within its cells. */
final class CellNeighbors extends CellWork {

    private final Cells cells;
    private final Neighbors nearest;
    private final int count;

    private int cell;
    private int[] rowOrdinals = {};
    private int[] columnOrdinals = {};
    private Neighbors ofRows;
    private Neighbors ofColumns;

    /** All threads share the neighbors, and offer what they found in some blocks while they hold its lock. */
    CellNeighbors(UnitVectors vectors, Cells cells, Neighbors nearest, int count) {
        super(vectors, cells);
        this.cells = cells;
        this.nearest = nearest;
        this.count = count;
        this.ofRows = new Neighbors(0, count);
        this.ofColumns = ofRows;
    }

    @Override
    void begin(int cell, int[] rowOrdinals, int[] columnOrdinals) {
        this.cell = cell;
        this.rowOrdinals = rowOrdinals;
        this.columnOrdinals = columnOrdinals;
        this.ofRows = new Neighbors(rowOrdinals.length, count);
        this.ofColumns = rowOrdinals == columnOrdinals ? ofRows : new Neighbors(columnOrdinals.length, count);
    }

    @Override
    void take(int row, int column, float product) {
        offer(ofRows, row, rowOrdinals[row], columnOrdinals[column], product);
        offer(ofColumns, column, columnOrdinals[column], rowOrdinals[row], product);
    }

    /** The cheap question first: most pairs are too far apart. */
    private void offer(Neighbors local, int place, int of, int neighbor, float product) {
        if (local.wouldTake(place, neighbor, product) && cells.isFirstShared(cell, of, neighbor)) {
            local.offer(place, neighbor, product);
        }
    }

    @Override
    void end() {
        synchronized (nearest) {
            ofRows.offerTo(nearest, rowOrdinals);
            if (ofColumns != ofRows) {
                ofColumns.offerTo(nearest, columnOrdinals);
            }
        }
    }
}
