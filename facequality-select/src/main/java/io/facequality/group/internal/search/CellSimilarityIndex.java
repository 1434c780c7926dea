package io.facequality.group.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Compares within cells: each vector is in the cells near to it, and is compared with the others there. */
final class CellSimilarityIndex implements SimilarityIndex {

    private final DistinctVectors distinct;
    private final CellCenters centers;
    private final CellSimilaritySearch settings;
    private final Workers workers;

    /** By what is looked for, since linkages ask for the same pairs several times. */
    private final Map<String, SearchPlan> plans = new ConcurrentHashMap<>();

    CellSimilarityIndex(DistinctVectors distinct, CellSimilaritySearch settings) {
        this.distinct = distinct;
        this.settings = settings;
        this.workers = new Workers(settings.threads());
        this.centers = SphericalKMeans.centers(distinct, SphericalKMeans.cells(distinct.size()), workers);
    }

    @Override
    public int size() {
        return distinct.total();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        Optional<MarginRule> rule = planOfPairs(threshold).rule();
        visitEqual(threshold, visitor);
        PairVisitor ofNumbers = (first, second, similarity) -> visitAll(first, second, similarity, visitor);
        if (rule.isEmpty()) {
            exact().pairs(threshold, ofNumbers);
        } else {
            Cells cells = Cells.of(distinct, centers, rule.get(), workers);
            double smallest = Cosine.smallestThatCounts(threshold);
            Object turn = new Object();
            CellWork.doAll(cells, workers, () -> new CellPairs(distinct, cells, smallest, ofNumbers, turn));
        }
    }

    private SimilarityIndex exact() {
        return new ExactSimilarityIndex(UnitVectorPanels.of(distinct), workers);
    }

    private void visitEqual(double threshold, PairVisitor visitor) {
        for (int number = 0; number < distinct.size(); number++) {
            if (distinct.count(number) > 1) {
                visitEqual(number, threshold, visitor);
            }
        }
    }

    private void visitEqual(int number, double threshold, PairVisitor visitor) {
        float[] unit = distinct.unit(number);
        double similarity = Cosine.clamped(Cosine.of(unit, unit));
        if (similarity < threshold) {
            return;
        }
        for (int i = 0; i < distinct.count(number); i++) {
            Interrupts.check();
            for (int j = i + 1; j < distinct.count(number); j++) {
                visitor.visit(distinct.ordinal(number, i), distinct.ordinal(number, j), similarity);
            }
        }
    }

    private void visitAll(int first, int second, double similarity, PairVisitor visitor) {
        for (int i = 0; i < distinct.count(first); i++) {
            int one = distinct.ordinal(first, i);
            for (int j = 0; j < distinct.count(second); j++) {
                int other = distinct.ordinal(second, j);
                visitor.visit(Math.min(one, other), Math.max(one, other), similarity);
            }
        }
    }

    @Override
    public Neighbors nearest(int count) {
        if (count < 1) {
            throw InvalidInputException.ofValue("CellSimilarityIndex", "at least one neighbor", count);
        }
        int ofDistinct = Math.min(count, distinct.size() - 1);
        Neighbors ofNumbers = nearestDistinct(ofDistinct);
        Neighbors nearest = new Neighbors(size(), Math.min(count, size() - 1));
        for (int number = 0; number < distinct.size(); number++) {
            float[] unit = distinct.unit(number);
            offerEqual(nearest, number, number, Cosine.of(unit, unit), count);
            for (int rank = 0; rank < ofNumbers.count(number); rank++) {
                offerEqual(
                        nearest, number, ofNumbers.ordinal(number, rank), ofNumbers.product(number, rank), count);
            }
        }
        return nearest;
    }

    private Neighbors nearestDistinct(int count) {
        if (count == 0) {
            return new Neighbors(distinct.size(), 0);
        }
        Optional<MarginRule> rule = planOfNearest(count).rule();
        if (rule.isEmpty()) {
            return exact().nearest(count);
        }
        Cells cells = Cells.of(distinct, centers, rule.get(), workers);
        Neighbors nearest = new Neighbors(distinct.size(), count);
        CellWork.doAll(cells, workers, () -> new CellNeighbors(distinct, cells, nearest, count));
        return nearest;
    }

    /** Offers all that are equal to one as neighbors to all that are equal to another, as many as can matter. */
    private void offerEqual(Neighbors nearest, int to, int neighbor, float similarity, int count) {
        int enough = Math.min(distinct.count(neighbor), count + 1);
        for (int i = 0; i < distinct.count(to); i++) {
            int ordinal = distinct.ordinal(to, i);
            for (int j = 0; j < enough; j++) {
                int other = distinct.ordinal(neighbor, j);
                if (other != ordinal) {
                    nearest.offer(ordinal, other, similarity);
                }
            }
        }
    }

    @Override
    public Optional<MeasuredRecall> recall(double threshold) {
        SearchPlan plan = planOfPairs(threshold);
        return plan.rule().map(rule -> plan.recall());
    }

    @Override
    public Optional<MeasuredRecall> recallOfNearest(int count) {
        SearchPlan plan = planOfNearest(Math.min(count, distinct.size() - 1));
        return plan.rule().map(rule -> plan.recall());
    }

    private SearchPlan planOfPairs(double threshold) {
        Cosine.checkedThreshold(threshold);
        return plans.computeIfAbsent(
                "from " + threshold,
                key -> SampledPairs.from(threshold, distinct, settings.sample(), workers).plan(centers, settings.recall()));
    }

    private SearchPlan planOfNearest(int count) {
        return plans.computeIfAbsent(
                "nearest " + count,
                key -> SampledPairs.nearest(count, distinct, settings.sample(), workers).plan(centers, settings.recall()));
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%d cells of %d distinct vectors, compared by %s, threads: %d",
                centers.count(),
                distinct.size(),
                TileKernels.fastest().description(),
                workers.threads());
    }
}
