package io.facequality.select.internal.objective;

import io.facequality.Embedding;
import java.util.List;

/**
 * The embeddings of a group, each divided by its length, in double precision. Immutable.
 *
 * <p>They are held twice: as rows, and in blocks of columns, in which the same component of {@value #BLOCK} vectors
 * lies side by side. One vector against a block is then a loop over neighbors, which the compiler turns into vector
 * instructions, and a block stays in the processor's cache while many vectors pass by.
 */
public final class UnitVectors {

    /** How many vectors lie side by side; a block of 512 components is 256 KiB and fits a core's cache. */
    static final int BLOCK = 64;

    private final double[][] rows;
    private final double[][] blocks;
    private final int dimension;

    private UnitVectors(double[][] rows, int dimension) {
        this.rows = rows;
        this.dimension = dimension;
        this.blocks = new double[(rows.length + BLOCK - 1) / BLOCK][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = transposed(block);
        }
    }

    public static UnitVectors of(List<Embedding> embeddings) {
        double[][] rows = embeddings.stream().map(UnitVectors::normalized).toArray(double[][]::new);
        return new UnitVectors(rows, embeddings.get(0).dimension());
    }

    private static double[] normalized(Embedding embedding) {
        double[] unit = new double[embedding.dimension()];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = embedding.get(d) / embedding.norm();
        }
        return unit;
    }

    private double[] transposed(int block) {
        int width = blockEnd(block) - blockStart(block);
        double[] columns = new double[dimension * width];
        for (int j = 0; j < width; j++) {
            double[] row = rows[blockStart(block) + j];
            for (int d = 0; d < dimension; d++) {
                columns[d * width + j] = row[d];
            }
        }
        return columns;
    }

    public int size() {
        return rows.length;
    }

    int dimension() {
        return dimension;
    }

    int blockCount() {
        return blocks.length;
    }

    int blockStart(int block) {
        return block * BLOCK;
    }

    /** The first ordinal behind the block. */
    int blockEnd(int block) {
        return Math.min(size(), (block + 1) * BLOCK);
    }

    /** The squared distances of one vector to all. */
    public double[] squaredDistances(int vector) {
        double[] distances = new double[size()];
        for (int block = 0; block < blocks.length; block++) {
            squaredDistances(vector, block, distances);
        }
        return distances;
    }

    /** Writes the squared distances of one vector to those of a block into the block's places of a row. */
    public void squaredDistances(int vector, int block, double[] row) {
        double[] unit = rows[vector];
        double[] columns = blocks[block];
        int start = blockStart(block);
        int width = blockEnd(block) - start;
        double[] sums = new double[width];
        int d = 0;
        for (; d + 3 < dimension; d += 4) {
            addFour(unit, d, columns, width, sums);
        }
        for (; d < dimension; d++) {
            for (int j = 0; j < width; j++) {
                double difference = columns[d * width + j] - unit[d];
                sums[j] += difference * difference;
            }
        }
        System.arraycopy(sums, 0, row, start, width);
    }

    private static void addFour(double[] unit, int d, double[] columns, int width, double[] sums) {
        double first = unit[d];
        double second = unit[d + 1];
        double third = unit[d + 2];
        double fourth = unit[d + 3];
        int offset = d * width;
        for (int j = 0; j < width; j++) {
            double a = columns[offset + j] - first;
            double b = columns[offset + width + j] - second;
            double c = columns[offset + 2 * width + j] - third;
            double e = columns[offset + 3 * width + j] - fourth;
            sums[j] += (a * a + b * b) + (c * c + e * e);
        }
    }

    /** The weighted sum of some of the vectors. */
    public double[] combination(int[] vectors, double[] parts) {
        double[] sum = new double[dimension];
        for (int i = 0; i < vectors.length; i++) {
            double[] row = rows[vectors[i]];
            for (int d = 0; d < dimension; d++) {
                sum[d] += parts[i] * row[d];
            }
        }
        return sum;
    }
}
