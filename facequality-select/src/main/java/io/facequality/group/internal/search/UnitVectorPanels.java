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
    private final Panels panels;

    private UnitVectorPanels(UnitVectors vectors) {
        this.size = vectors.size();
        this.dimension = vectors.dimension();
        this.panels = new Panels(size, dimension);
        panels.fill(vectors, 0, size);
    }

    /** Copies vectors; all of one dimension and with a direction. */
    public static UnitVectorPanels of(List<Embedding> embeddings) {
        return of(UnitVectors.of(embeddings));
    }

    static UnitVectorPanels of(UnitVectors vectors) {
        return new UnitVectorPanels(vectors);
    }

    int size() {
        return size;
    }

    public int panelStart(int panel) {
        return panel * TileKernel.SIDE;
    }

    /** How many vectors a panel holds. */
    public int panelSize(int panel) {
        return panels.size(panel);
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
        workers.forEach(panels.count(), TileMemory::new, (row, memory) -> {
            for (int column = firstColumn.applyAsInt(row); column < others.panels.count(); column++) {
                memory.kernel.multiply(panels.panel(row), others.panels.panel(column), dimension, memory.tile);
                visitor.visit(row, column, memory.tile);
            }
        });
    }

    /** Passes the tiles of these vectors, as rows, and others, as columns, by the calling thread. */
    void forEachTileWith(Panels others, TileMemory memory, TileVisitor visitor) {
        for (int row = 0; row < panels.count(); row++) {
            for (int column = 0; column < others.count(); column++) {
                memory.kernel.multiply(panels.panel(row), others.panel(column), dimension, memory.tile);
                visitor.visit(row, column, memory.tile);
            }
        }
    }

    /** Takes a tile; the array is only lent for the call. */
    public interface TileVisitor {
        void visit(int rowPanel, int columnPanel, float[] tile);
    }

    /** What a thread needs to multiply. */
    static final class TileMemory {
        private final TileKernel kernel = TileKernels.fastest();
        private final float[] tile = new float[TileKernel.SIDE * TileKernel.SIDE];
    }
}
