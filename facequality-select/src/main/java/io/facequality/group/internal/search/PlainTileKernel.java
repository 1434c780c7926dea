package io.facequality.group.internal.search;

import java.util.Arrays;

/**
 * The kernel for any Java machine. The compiler turns a loop into vector instructions where all arrays are read at the
 * loop's own index; so the columns are first copied to an array for each component, which costs one part in {@value
 * TileKernel#SIDE} of the work. Four rows and two components at a time serve eight multiplications with ten reads and
 * writes; more of either was slower, since the compiler then runs out of registers.
 */
final class PlainTileKernel implements TileKernel {

    private static final int ROWS = 4;

    private float[][] components = new float[0][];
    private final float[][] sums = new float[ROWS][SIDE];

    @Override
    public void multiply(float[] rows, float[] columns, int dimension, float[] tile) {
        spread(columns, dimension);
        for (int row = 0; row < SIDE; row += ROWS) {
            for (float[] ofOneRow : sums) {
                Arrays.fill(ofOneRow, 0);
            }
            addRows(rows, row, dimension);
            for (int i = 0; i < ROWS; i++) {
                System.arraycopy(sums[i], 0, tile, (row + i) * SIDE, SIDE);
            }
        }
    }

    private void spread(float[] columns, int dimension) {
        if (components.length != dimension) {
            components = new float[dimension][SIDE];
        }
        for (int d = 0; d < dimension; d++) {
            System.arraycopy(columns, d * SIDE, components[d], 0, SIDE);
        }
    }

    private void addRows(float[] rows, int row, int dimension) {
        int d = 0;
        for (; d + 1 < dimension; d += 2) {
            int at = d * SIDE + row;
            int next = at + SIDE;
            addTwo(
                    rows[at], rows[at + 1], rows[at + 2], rows[at + 3], components[d],
                    rows[next], rows[next + 1], rows[next + 2], rows[next + 3], components[d + 1],
                    sums[0], sums[1], sums[2], sums[3]);
        }
        if (d < dimension) {
            for (int i = 0; i < ROWS; i++) {
                addOne(rows[d * SIDE + row + i], components[d], sums[i]);
            }
        }
    }

    /** Adds two components of four rows; by single numbers and a fixed length, which the compiler needs to see. */
    private static void addTwo(
            float a0, float b0, float c0, float d0, float[] component0,
            float a1, float b1, float c1, float d1, float[] component1,
            float[] a, float[] b, float[] c, float[] d) {
        for (int j = 0; j < SIDE; j++) {
            float first = component0[j];
            float second = component1[j];
            a[j] = Math.fma(a1, second, Math.fma(a0, first, a[j]));
            b[j] = Math.fma(b1, second, Math.fma(b0, first, b[j]));
            c[j] = Math.fma(c1, second, Math.fma(c0, first, c[j]));
            d[j] = Math.fma(d1, second, Math.fma(d0, first, d[j]));
        }
    }

    private static void addOne(float value, float[] component, float[] sum) {
        for (int j = 0; j < SIDE; j++) {
            sum[j] = Math.fma(value, component[j], sum[j]);
        }
    }

    @Override
    public String description() {
        return "plain loops";
    }
}
