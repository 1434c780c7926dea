package io.facequality.group;

import java.util.Optional;

/** Compares every pair, tile by tile. */
final class ExactSimilarityIndex implements SimilarityIndex {

    private final UnitVectorPanels vectors;
    private final Workers workers;

    ExactSimilarityIndex(UnitVectorPanels vectors, Workers workers) {
        this.vectors = vectors;
        this.workers = workers;
    }

    @Override
    public int size() {
        return vectors.size();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        Cosine.checkedThreshold(threshold);
        Object turn = new Object();
        vectors.forEachTile(workers, (rowPanel, columnPanel, tile) -> {
            if (reaches(tile, threshold)) {
                synchronized (turn) {
                    visitTile(rowPanel, columnPanel, tile, threshold, visitor);
                }
            }
        });
    }

    /** Most tiles hold no close pair; a loop without branches finds that out at the speed of memory. */
    private static boolean reaches(float[] tile, double threshold) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float similarity : tile) {
            largest = Math.max(largest, similarity);
        }
        return Cosine.clamped(largest) >= threshold;
    }

    private void visitTile(int rowPanel, int columnPanel, float[] tile, double threshold, PairVisitor visitor) {
        int rowStart = vectors.panelStart(rowPanel);
        int columnStart = vectors.panelStart(columnPanel);
        int columns = vectors.panelSize(columnPanel);
        for (int i = 0; i < vectors.panelSize(rowPanel); i++) {
            for (int j = rowPanel == columnPanel ? i + 1 : 0; j < columns; j++) {
                double similarity = Cosine.clamped(tile[i * TileKernel.SIDE + j]);
                if (similarity >= threshold) {
                    visitor.visit(rowStart + i, columnStart + j, similarity);
                }
            }
        }
    }

    @Override
    public Neighbours nearest(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("expected at least one neighbour, found " + count);
        }
        Neighbours nearest = new Neighbours(size(), Math.min(count, Math.max(0, size() - 1)));
        vectors.forEachTileWith(vectors, workers, (rowPanel, columnPanel, tile) -> {
            int rowStart = vectors.panelStart(rowPanel);
            int columnStart = vectors.panelStart(columnPanel);
            for (int i = 0; i < vectors.panelSize(rowPanel); i++) {
                for (int j = 0; j < vectors.panelSize(columnPanel); j++) {
                    if (rowStart + i != columnStart + j) {
                        nearest.offer(rowStart + i, columnStart + j, tile[i * TileKernel.SIDE + j]);
                    }
                }
            }
        });
        return nearest;
    }

    @Override
    public Optional<MeasuredRecall> recall() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "every pair compared by " + TileKernels.fastest().description() + ", threads: " + workers.threads();
    }
}
