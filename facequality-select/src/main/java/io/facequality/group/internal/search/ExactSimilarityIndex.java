package io.facequality.group.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Workers;
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
        double smallest = Cosine.smallestThatCounts(threshold);
        Object turn = new Object();
        vectors.forEachTile(workers, (rowPanel, columnPanel, tile) -> {
            if (reaches(tile, smallest)) {
                synchronized (turn) {
                    visitTile(rowPanel, columnPanel, tile, smallest, visitor);
                }
            }
        });
    }

    /** Most tiles hold no close pair, and need no turn. */
    private static boolean reaches(float[] tile, double smallest) {
        for (float product : tile) {
            if (product >= smallest) {
                return true;
            }
        }
        return false;
    }

    private void visitTile(int rowPanel, int columnPanel, float[] tile, double smallest, PairVisitor visitor) {
        int rowStart = vectors.panelStart(rowPanel);
        int columnStart = vectors.panelStart(columnPanel);
        int columns = vectors.panelSize(columnPanel);
        for (int i = 0; i < vectors.panelSize(rowPanel); i++) {
            for (int j = rowPanel == columnPanel ? i + 1 : 0; j < columns; j++) {
                float product = tile[i * TileKernel.SIDE + j];
                if (product >= smallest) {
                    visitor.visit(rowStart + i, columnStart + j, Cosine.clamped(product));
                }
            }
        }
    }

    @Override
    public Neighbors nearest(int count) {
        if (count < 1) {
            throw InvalidInputException.ofValue("ExactSimilarityIndex", "at least one neighbor", count);
        }
        Neighbors nearest = new Neighbors(size(), Math.min(count, Math.max(0, size() - 1)));
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
    public Optional<MeasuredRecall> recall(double threshold) {
        return Optional.empty();
    }

    @Override
    public Optional<MeasuredRecall> recallOfNearest(int count) {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "every pair compared by " + TileKernels.fastest().description() + ", threads: " + workers.threads();
    }
}
