package io.facequality.group.internal.search;

import java.util.Arrays;

/**
 * Room for some vectors in the layout that a {@link TileKernel} reads: panels of {@value TileKernel#SIDE} vectors in
 * which the same component of all vectors lies side by side. Filled again and again. One thread at a time.
 */
final class Panels {

    private final int dimension;
    private final float[][] panels;
    private final float[] unit;
    private int size;

    Panels(int mostVectors, int dimension) {
        this.dimension = dimension;
        this.panels = new float[(mostVectors + TileKernel.SIDE - 1) / TileKernel.SIDE][];
        this.unit = new float[dimension];
    }

    /** Takes the vectors of some ordinals; places that are left in the last panel hold zeros. */
    void fill(UnitVectors vectors, int[] ordinals, int from, int to) {
        size = to - from;
        for (int place = 0; place < size; place++) {
            vectors.copy(ordinals[from + place], unit);
            put(place);
        }
        clearRest();
    }

    /** Takes vectors that follow one another. */
    void fill(UnitVectors vectors, int from, int to) {
        size = to - from;
        for (int place = 0; place < size; place++) {
            vectors.copy(from + place, unit);
            put(place);
        }
        clearRest();
    }

    private void put(int place) {
        float[] panel = roomFor(place);
        for (int d = 0, at = place % TileKernel.SIDE; d < dimension; d++, at += TileKernel.SIDE) {
            panel[at] = unit[d];
        }
    }

    private float[] roomFor(int place) {
        int panel = place / TileKernel.SIDE;
        if (panels[panel] == null) {
            panels[panel] = new float[dimension * TileKernel.SIDE];
        }
        return panels[panel];
    }

    private void clearRest() {
        Arrays.fill(unit, 0);
        for (int place = size; place % TileKernel.SIDE != 0; place++) {
            put(place);
        }
    }

    int count() {
        return (size + TileKernel.SIDE - 1) / TileKernel.SIDE;
    }

    float[] panel(int panel) {
        return panels[panel];
    }

    /** How many vectors a panel holds. */
    int size(int panel) {
        return Math.min(TileKernel.SIDE, size - panel * TileKernel.SIDE);
    }
}
