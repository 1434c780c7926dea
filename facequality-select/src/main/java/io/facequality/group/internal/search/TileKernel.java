package io.facequality.group.internal.search;

/**
 * The inner loop of all exact cosines: the inner products of each of {@value #SIDE} vectors with each of {@value #SIDE}
 * others. Every product is added by a fused multiply-add in the order of the components, so that all kernels give the
 * same bits. May hold scratch memory: one thread at a time.
 */
public interface TileKernel {

    /** How many vectors a panel holds. */
    int SIDE = 64;

    /**
     * Computes a tile.
     *
     * @param rows a panel: component d of vector i at {@code d * SIDE + i}
     * @param columns another one, or the same
     * @param dimension the components of a vector
     * @param tile where the inner product of row i and column j goes, at {@code i * SIDE + j}
     */
    void multiply(float[] rows, float[] columns, int dimension, float[] tile);

    /** What computes, for reports. */
    String description();
}
