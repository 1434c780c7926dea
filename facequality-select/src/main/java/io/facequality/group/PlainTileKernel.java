package io.facequality.group;

import java.util.Arrays;

/**
 * The kernel for any Java machine. The compiler turns a loop into vector instructions where all arrays are read at the
 * loop's own index; so the columns are first copied to an array for each component, which costs one part in {@value
 * TileKernel#SIDE} of the work.
 */
final class PlainTileKernel implements TileKernel {

    private float[][] components = new float[0][];
    private final float[] sums = new float[SIDE];

    @Override
    public void multiply(float[] rows, float[] columns, int dimension, float[] tile) {
        spread(columns, dimension);
        for (int i = 0; i < SIDE; i++) {
            Arrays.fill(sums, 0);
            int d = 0;
            for (; d + 3 < dimension; d += 4) {
                int at = d * SIDE + i;
                addFour(
                        rows[at], components[d],
                        rows[at + SIDE], components[d + 1],
                        rows[at + 2 * SIDE], components[d + 2],
                        rows[at + 3 * SIDE], components[d + 3],
                        sums);
            }
            for (; d < dimension; d++) {
                addOne(rows[d * SIDE + i], components[d], sums);
            }
            System.arraycopy(sums, 0, tile, i * SIDE, SIDE);
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

    private static void addFour(
            float a, float[] as, float b, float[] bs, float c, float[] cs, float d, float[] ds, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(d, ds[j], Math.fma(c, cs[j], Math.fma(b, bs[j], Math.fma(a, as[j], sums[j]))));
        }
    }

    private static void addOne(float a, float[] as, float[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(a, as[j], sums[j]);
        }
    }

    @Override
    public String description() {
        return "plain loops";
    }
}
