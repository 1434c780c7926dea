package io.facequality.group.internal.search;

import io.facequality.internal.Workers;
import java.util.Arrays;
import java.util.Optional;

/**
 * The true pairs of a random sample of vectors, found by comparing each sampled one with all. Tells how many of them a
 * margin rule finds before any cell is made. Immutable.
 */
public final class SampledPairs {

    static final long SEED = 5_381;
    static final int CHUNK = 64 * TileKernel.SIDE;

    /** Of a vector's pairs only so many of each chunk count, so that the pairs of one great group need little memory. */
    static final int COUNTED_OF_A_CHUNK = 64;

    private final UnitVectors vectors;
    private final Workers workers;
    private final int[] sample;

    /** The true partners of each sampled vector. */
    private final int[][] partners;

    /**
     * Takes pairs that are found already.
     *
     * @param vectors hold both vectors of each pair
     * @param workers the threads
     * @param sample the ordinals of the sampled vectors, ascending
     * @param partners the ordinals of the partners of each
     */
    public SampledPairs(UnitVectors vectors, Workers workers, int[] sample, int[][] partners) {
        this.vectors = vectors;
        this.workers = workers;
        this.sample = sample;
        this.partners = partners;
    }

    /** The pairs from a similarity on of so many vectors, or of all. */
    static SampledPairs from(double threshold, UnitVectors vectors, int sampled, Workers workers) {
        int[] sample = Samples.of(vectors.size(), sampled, SEED);
        int chunks = chunks(vectors);
        int[][][] close = new int[chunks][][];
        UnitVectorPanels panels = UnitVectorPanels.of(new ChosenVectors(vectors, sample));
        workers.forEach(chunks, () -> new Comparison(vectors, panels), (chunk, comparison) -> {
            int[][] found = new int[sample.length][0];
            comparison.compare(chunk, (place, number, product) -> {
                if (product >= threshold && number != sample[place] && found[place].length < COUNTED_OF_A_CHUNK) {
                    found[place] = appended(found[place], number);
                }
            });
            close[chunk] = found;
        });
        int[][] partners = new int[sample.length][];
        Arrays.setAll(partners, place -> Arrays.stream(close)
                .flatMapToInt(found -> Arrays.stream(found[place]))
                .toArray());
        return new SampledPairs(vectors, workers, sample, partners);
    }

    /** The nearest few of so many vectors, or of all. */
    static SampledPairs nearest(int count, UnitVectors vectors, int sampled, Workers workers) {
        int[] sample = Samples.of(vectors.size(), sampled, SEED);
        Neighbors nearest = new Neighbors(sample.length, count);
        UnitVectorPanels panels = UnitVectorPanels.of(new ChosenVectors(vectors, sample));
        workers.forEach(chunks(vectors), () -> new Comparison(vectors, panels), (chunk, comparison) -> {
            Neighbors found = new Neighbors(sample.length, count);
            comparison.compare(chunk, (place, number, product) -> {
                if (number != sample[place]) {
                    found.offer(place, number, product);
                }
            });
            synchronized (nearest) {
                found.offerTo(nearest);
            }
        });
        int[][] partners = new int[sample.length][];
        Arrays.setAll(partners, nearest::ordinals);
        return new SampledPairs(vectors, workers, sample, partners);
    }

    private static int chunks(UnitVectors vectors) {
        return (vectors.size() + CHUNK - 1) / CHUNK;
    }

    private static int[] appended(int[] numbers, int number) {
        int[] longer = Arrays.copyOf(numbers, numbers.length + 1);
        longer[numbers.length] = number;
        return longer;
    }

    /**
     * What a rule would do.
     *
     * @param recall how much its cells would find
     * @param cellsOfOne in how many cells a vector would be, in the mean
     */
    record Trial(MeasuredRecall recall, double cellsOfOne) {

        /** If each vector is in many of the cells, they cost as much as comparing every pair. */
        private boolean isCheap(CellCenters centers) {
            return cellsOfOne * cellsOfOne * 2 < centers.count();
        }
    }

    /** Widens the rule until the sample shows the recall that is wanted, or comparing every pair costs less. */
    public SearchPlan plan(CellCenters centers, double wanted) {
        MarginRule rule = MarginRule.USUAL;
        Trial trial = trial(centers, rule);
        while (trial.recall.recall() < wanted && trial.isCheap(centers)) {
            rule = rule.wider();
            trial = trial(centers, rule);
        }
        return new SearchPlan(trial.isCheap(centers) ? Optional.of(rule) : Optional.empty(), trial.recall);
    }

    Trial trial(CellCenters centers, MarginRule rule) {
        int[] concerned = concerned();
        Cells cells = Cells.of(new ChosenVectors(vectors, concerned), centers, rule, workers);
        int[] found = new int[sample.length];
        Arrays.setAll(found, place -> (int) Arrays.stream(partners[place])
                .filter(partner -> cells.share(
                        Arrays.binarySearch(concerned, sample[place]), Arrays.binarySearch(concerned, partner)))
                .count());
        int[] truths = Arrays.stream(partners).mapToInt(of -> of.length).toArray();
        return new Trial(MeasuredRecall.of(truths, found), (double) cells.rows() / concerned.length);
    }

    private int[] concerned() {
        return Arrays.stream(new int[][][] {{sample}, partners})
                .flatMap(Arrays::stream)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
    }

    private interface ProductVisitor {
        void visit(int place, int number, float product);
    }

    /** The memory of a thread that compares the sampled vectors with chunks of all. */
    private static final class Comparison {

        private final UnitVectors vectors;
        private final UnitVectorPanels sampled;
        private final Panels columns;
        private final UnitVectorPanels.TileMemory memory = new UnitVectorPanels.TileMemory();

        Comparison(UnitVectors vectors, UnitVectorPanels sampled) {
            this.vectors = vectors;
            this.sampled = sampled;
            this.columns = new Panels(CHUNK, vectors.dimension());
        }

        void compare(int chunk, ProductVisitor visitor) {
            int from = chunk * CHUNK;
            columns.fill(vectors, from, Math.min(vectors.size(), from + CHUNK));
            sampled.forEachTileWith(columns, memory, (rowPanel, columnPanel, tile) -> {
                int firstPlace = sampled.panelStart(rowPanel);
                int firstNumber = from + columnPanel * TileKernel.SIDE;
                for (int i = 0; i < sampled.panelSize(rowPanel); i++) {
                    for (int j = 0; j < columns.size(columnPanel); j++) {
                        visitor.visit(firstPlace + i, firstNumber + j, tile[i * TileKernel.SIDE + j]);
                    }
                }
            });
        }
    }
}
