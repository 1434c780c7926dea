package io.facequality.group.internal.search;

import io.facequality.Embedding;
import io.facequality.internal.Workers;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Embeddings divided by their length, in panels of {@value TileKernel#SIDE} vectors in which the same component of all
 * vectors lies side by side; the last panel is filled up with zeros. Immutable.
 */
public final class UnitVectorPanels {

    private final int size;
    private final int dimension;
    private final float[][] panels;

    private UnitVectorPanels(int size, int dimension, float[][] panels) {
        this.size = size;
        this.dimension = dimension;
        this.panels = panels;
    }

    /** Copies vectors; all of one dimension and with a direction. */
    public static UnitVectorPanels of(List<Embedding> embeddings) {
        int dimension = Cosine.commonDimension(embeddings);
        int count = (embeddings.size() + TileKernel.SIDE - 1) / TileKernel.SIDE;
        float[][] panels = new float[count][dimension * TileKernel.SIDE];
        for (int ordinal = 0; ordinal < embeddings.size(); ordinal++) {
            Embedding embedding = embeddings.get(ordinal);
            float[] panel = panels[ordinal / TileKernel.SIDE];
            int place = ordinal % TileKernel.SIDE;
            for (int d = 0; d < dimension; d++) {
                panel[d * TileKernel.SIDE + place] = Cosine.unitComponent(embedding, d);
            }
        }
        return new UnitVectorPanels(embeddings.size(), dimension, panels);
    }

    int size() {
        return size;
    }

    public int panelStart(int panel) {
        return panel * TileKernel.SIDE;
    }

    /** How many vectors a panel holds. */
    public int panelSize(int panel) {
        return Math.min(TileKernel.SIDE, size - panelStart(panel));
    }

    /**
     * Passes all pairs, each once, tile by tile: of two panels the earlier one gives the rows. Within the tiles of a
     * panel with itself each pair comes twice, and each vector with itself.
     *
     * @param visitor called by several threads at once
     */
    void forEachTile(Workers workers, TileVisitor visitor) {
        forEachTile(workers, this, row -> row, visitor);
    }

    /** Passes all pairs of these vectors, as rows, and others, as columns. */
    public void forEachTileWith(UnitVectorPanels others, Workers workers, TileVisitor visitor) {
        forEachTile(workers, others, row -> 0, visitor);
    }

    private void forEachTile(
            Workers workers, UnitVectorPanels others, IntUnaryOperator firstColumn, TileVisitor visitor) {
        workers.forEach(panels.length, TileMemory::new, (row, memory) -> {
            for (int column = firstColumn.applyAsInt(row); column < others.panels.length; column++) {
                memory.kernel.multiply(panels[row], others.panels[column], dimension, memory.tile);
                visitor.visit(row, column, memory.tile);
            }
        });
    }

    /** Takes a tile; the array is only lent for the call. */
    public interface TileVisitor {
        void visit(int rowPanel, int columnPanel, float[] tile);
    }

    private static final class TileMemory {
        private final TileKernel kernel = TileKernels.fastest();
        private final float[] tile = new float[TileKernel.SIDE * TileKernel.SIDE];
    }
}
