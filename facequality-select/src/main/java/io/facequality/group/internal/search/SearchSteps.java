package io.facequality.group.internal.search;

import io.facequality.internal.Workers;

/**
 * The steps of {@link CellSimilaritySearch}, one by one, for those whose vectors lie in several processes. Who takes them
 * with the numbers of {@linkplain DistinctVectors distinct vectors} finds the same cells, and so the same pairs.
 */
public final class SearchSteps {

    /** Of a sampled vector's partners only so many of each {@linkplain #chunk chunk} count, those of the lowest numbers. */
    public static final int MOST_OF_A_CHUNK = SampledPairs.COUNTED_OF_A_CHUNK;

    private SearchSteps() {}

    /** Takes two places and how similar their vectors are. */
    @FunctionalInterface
    public interface PlaceVisitor {
        void visit(int row, int column, double similarity);
    }

    /** The numbers of the vectors that the centers are found on, ascending. */
    public static int[] sampledForCenters(int size) {
        return Samples.of(size, SphericalKMeans.sample(SphericalKMeans.cells(size)), SphericalKMeans.SEED);
    }

    /** Finds the centers for so many vectors on a sample of them. */
    public static CellCenters centers(UnitVectors sample, int size, Workers workers) {
        return SphericalKMeans.ofSample(sample, SphericalKMeans.cells(size), workers);
    }

    /** The numbers of the vectors on which the recall is measured, ascending. */
    public static int[] sampledForRecall(int size, double recall) {
        return Samples.of(size, new CellSimilaritySearch(1, recall).sample(), SampledPairs.SEED);
    }

    /** To which of the parts that its partners are counted by a number belongs. */
    public static int chunk(int number) {
        return number / SampledPairs.CHUNK;
    }

    /**
     * Says in which cells a vector must be for the recall that is wanted.
     *
     * @param concerned the sampled vectors and their partners
     * @param sample the ordinals there of the sampled vectors, ascending
     * @param partners the ordinals of the partners of each
     */
    public static SearchPlan plan(
            UnitVectors concerned, int[] sample, int[][] partners, CellCenters centers, double recall, Workers workers) {
        return new SampledPairs(concerned, workers, sample, partners).plan(centers, recall);
    }

    /** Passes the pairs of some vectors from a similarity on, each once, the earlier one first. */
    public static void pairs(UnitVectors vectors, double threshold, PlaceVisitor visitor) {
        UnitVectorPanels panels = UnitVectorPanels.of(vectors);
        double smallest = Cosine.smallestThatCounts(threshold);
        panels.forEachTile(new Workers(1), (rowPanel, columnPanel, tile) ->
                scan(panels, rowPanel, panels, columnPanel, rowPanel == columnPanel, tile, smallest, visitor));
    }

    /** Passes the pairs of some vectors, as rows, and others, as columns, from a similarity on. */
    public static void pairs(UnitVectors rows, UnitVectors columns, double threshold, PlaceVisitor visitor) {
        UnitVectorPanels left = UnitVectorPanels.of(rows);
        UnitVectorPanels right = UnitVectorPanels.of(columns);
        double smallest = Cosine.smallestThatCounts(threshold);
        left.forEachTileWith(right, new Workers(1), (rowPanel, columnPanel, tile) ->
                scan(left, rowPanel, right, columnPanel, false, tile, smallest, visitor));
    }

    private static void scan(
            UnitVectorPanels rows, int rowPanel, UnitVectorPanels columns, int columnPanel, boolean isDiagonal,
            float[] tile, double smallest, PlaceVisitor visitor) {
        int firstRow = rows.panelStart(rowPanel);
        int firstColumn = columns.panelStart(columnPanel);
        int columnCount = columns.panelSize(columnPanel);
        for (int i = 0; i < rows.panelSize(rowPanel); i++) {
            for (int j = isDiagonal ? i + 1 : 0; j < columnCount; j++) {
                float product = tile[i * TileKernel.SIDE + j];
                if (product >= smallest) {
                    visitor.visit(firstRow + i, firstColumn + j, Cosine.clamped(product));
                }
            }
        }
    }

    /** Whether a cell is the first of those that two vectors share: there their pair counts. Both lists ascend. */
    public static boolean isFirstShared(int cell, int[] cells, int[] others) {
        int one = 0;
        int other = 0;
        while (one < cells.length && other < others.length && cells[one] != others[other]) {
            if (cells[one] < others[other]) {
                one++;
            } else {
                other++;
            }
        }
        return one < cells.length && other < others.length && cells[one] == cell;
    }

    /** What an index that compares within cells says of itself in plans. */
    public static String description(SearchPlan plan) {
        return plan.rule().isEmpty() ? MeasuredRecall.NONE_MISSED : plan.recall().inWords();
    }
}
