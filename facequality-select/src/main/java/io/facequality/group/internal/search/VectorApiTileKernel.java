package io.facequality.group.internal.search;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel for Java machines on which the module {@code jdk.incubator.vector} is resolved. Four rows times two
 * vectors of columns stay in registers while the components pass by: eight independent sums hide the latency of the
 * fused multiply-add, and three loads serve eight of them. The components are taken in parts, so that the columns' part
 * stays in the first-level cache.
 *
 * <p>Compiled by itself, since the module is not part of the platform that the other classes are compiled against; it
 * is loaded by name, and only where the module is there.
 */
final class VectorApiTileKernel implements TileKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 4;
    private static final int PART = 128;

    /** Whether a vector of this machine has several lanes, and two of them no more than a panel. */
    static boolean isWorthwhile() {
        return LANES >= 4 && 2 * LANES <= SIDE;
    }

    @Override
    public void multiply(float[] rows, float[] columns, int dimension, float[] tile) {
        Arrays.fill(tile, 0);
        for (int from = 0; from < dimension; from += PART) {
            int to = Math.min(dimension, from + PART);
            for (int column = 0; column < SIDE; column += 2 * LANES) {
                for (int row = 0; row < SIDE; row += ROWS) {
                    addPart(rows, row, columns, column, from, to, tile);
                }
            }
        }
    }

    private static void addPart(
            float[] rows, int row, float[] columns, int column, int from, int to, float[] tile) {
        int at = row * SIDE + column;
        FloatVector a0 = FloatVector.fromArray(SPECIES, tile, at);
        FloatVector a1 = FloatVector.fromArray(SPECIES, tile, at + LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, tile, at + SIDE);
        FloatVector b1 = FloatVector.fromArray(SPECIES, tile, at + SIDE + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, tile, at + 2 * SIDE);
        FloatVector c1 = FloatVector.fromArray(SPECIES, tile, at + 2 * SIDE + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, tile, at + 3 * SIDE);
        FloatVector d1 = FloatVector.fromArray(SPECIES, tile, at + 3 * SIDE + LANES);
        for (int component = from; component < to; component++) {
            int offset = component * SIDE;
            FloatVector left = FloatVector.fromArray(SPECIES, columns, offset + column);
            FloatVector right = FloatVector.fromArray(SPECIES, columns, offset + column + LANES);
            FloatVector one = FloatVector.broadcast(SPECIES, rows[offset + row]);
            a0 = one.fma(left, a0);
            a1 = one.fma(right, a1);
            one = FloatVector.broadcast(SPECIES, rows[offset + row + 1]);
            b0 = one.fma(left, b0);
            b1 = one.fma(right, b1);
            one = FloatVector.broadcast(SPECIES, rows[offset + row + 2]);
            c0 = one.fma(left, c0);
            c1 = one.fma(right, c1);
            one = FloatVector.broadcast(SPECIES, rows[offset + row + 3]);
            d0 = one.fma(left, d0);
            d1 = one.fma(right, d1);
        }
        a0.intoArray(tile, at);
        a1.intoArray(tile, at + LANES);
        b0.intoArray(tile, at + SIDE);
        b1.intoArray(tile, at + SIDE + LANES);
        c0.intoArray(tile, at + 2 * SIDE);
        c1.intoArray(tile, at + 2 * SIDE + LANES);
        d0.intoArray(tile, at + 3 * SIDE);
        d1.intoArray(tile, at + 3 * SIDE + LANES);
    }

    @Override
    public String description() {
        return "the Vector API, " + SPECIES.vectorBitSize() + " bits";
    }
}
