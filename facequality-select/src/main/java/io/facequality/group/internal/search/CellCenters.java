package io.facequality.group.internal.search;

import java.util.Arrays;

/**
 * The centers of cells: unit vectors. A vector's cells are those of the centers near to it. Immutable and safe for
 * several threads.
 */
public final class CellCenters {

    private final float[][] centers;
    private final Panels panels;
    private final int dimension;

    /** Takes at least one center; the arrays belong to the new object. */
    public CellCenters(float[][] centers) {
        this.centers = centers;
        this.dimension = centers[0].length;
        this.panels = new Panels(centers.length, dimension);
        panels.fill(new HeldUnitVectors(centers), 0, centers.length);
    }

    public int count() {
        return centers.length;
    }

    public float[] center(int cell) {
        return centers[cell];
    }

    /** A new object that assigns vectors to cells; for one thread. */
    public Assigner assigner() {
        return new Assigner();
    }

    /** Assigns up to {@value TileKernel#SIDE} vectors at a time. */
    public final class Assigner {

        private final TileKernel kernel = TileKernels.fastest();
        private final float[] tile = new float[TileKernel.SIDE * TileKernel.SIDE];
        private final Panels rows = new Panels(TileKernel.SIDE, dimension);

        /** The cells of each of some vectors that follow one another, in ascending order. */
        public int[][] cells(UnitVectors vectors, int from, int to, MarginRule rule) {
            rows.fill(vectors, from, to);
            Neighbors nearest = nearest(to - from, rule.most());
            int[][] cells = new int[to - from][];
            Arrays.setAll(cells, row -> within(nearest, row, rule.margin()));
            return cells;
        }

        private Neighbors nearest(int size, int most) {
            Neighbors nearest = new Neighbors(size, Math.min(most, count()));
            for (int panel = 0; panel < panels.count(); panel++) {
                kernel.multiply(rows.panel(0), panels.panel(panel), dimension, tile);
                int first = panel * TileKernel.SIDE;
                int columns = panels.size(panel);
                for (int row = 0; row < size; row++) {
                    for (int column = 0; column < columns; column++) {
                        nearest.offer(row, first + column, tile[row * TileKernel.SIDE + column]);
                    }
                }
            }
            return nearest;
        }

        private int[] within(Neighbors nearest, int row, float margin) {
            double smallest = nearest.similarity(row, 0) - margin;
            int count = 1;
            while (count < nearest.count(row) && nearest.similarity(row, count) >= smallest) {
                count++;
            }
            int[] cells = new int[count];
            Arrays.setAll(cells, rank -> nearest.ordinal(row, rank));
            Arrays.sort(cells);
            return cells;
        }
    }
}
