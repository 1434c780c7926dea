package io.facequality.group.internal.search;

/** Passes the close pairs of each cell, those that an earlier cell has too left out. */
final class CellPairs extends CellWork {

    private static final int FEW = 1024;

    private final Cells cells;
    private final double smallest;
    private final PairVisitor visitor;
    private final Object turn;

    private int cell;
    private int[] rowOrdinals = {};
    private int[] columnOrdinals = {};
    private int found;
    private int[] firsts = new int[FEW];
    private int[] seconds = new int[FEW];
    private float[] products = new float[FEW];

    /** All threads share the visitor and the lock with which they take turns. */
    CellPairs(UnitVectors vectors, Cells cells, double smallest, PairVisitor visitor, Object turn) {
        super(vectors, cells);
        this.cells = cells;
        this.smallest = smallest;
        this.visitor = visitor;
        this.turn = turn;
    }

    @Override
    void begin(int cell, int[] rowOrdinals, int[] columnOrdinals) {
        this.cell = cell;
        this.rowOrdinals = rowOrdinals;
        this.columnOrdinals = columnOrdinals;
    }

    @Override
    void take(int row, int column, float product) {
        if (product >= smallest && cells.isFirstShared(cell, rowOrdinals[row], columnOrdinals[column])) {
            if (found == firsts.length) {
                pass();
            }
            firsts[found] = rowOrdinals[row];
            seconds[found] = columnOrdinals[column];
            products[found++] = product;
        }
    }

    @Override
    void end() {
        pass();
    }

    private void pass() {
        synchronized (turn) {
            for (int i = 0; i < found; i++) {
                visitor.visit(firsts[i], seconds[i], Cosine.clamped(products[i]));
            }
        }
        found = 0;
    }
}
