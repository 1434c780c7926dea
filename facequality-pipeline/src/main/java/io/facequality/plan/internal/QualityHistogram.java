package io.facequality.plan.internal;

import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.util.Arrays;
import java.util.List;

/**
 * How many of a plan's faces have which quality. Bins start at round numbers, so that the axis reads well whatever the
 * range of the quality model.
 */
final class QualityHistogram {

    private static final int MOST_BINS = 24;

    /** The page shows qualities to three decimals. */
    private static final double SMALLEST_STEP = 0.001;

    /** The steps between round numbers within a power of ten. */
    private static final double[] ROUND_STEPS = {1, 2, 5};

    private final double from;
    private final double step;
    private final int[] kept;
    private final int[] dropped;

    private QualityHistogram(double from, double step, int bins) {
        this.from = from;
        this.step = step;
        this.kept = new int[bins];
        this.dropped = new int[bins];
    }

    static QualityHistogram of(SelectionPlan plan) {
        List<PlannedFace> faces = plan.groups().stream()
                .flatMap(person -> person.faces().stream())
                .filter(face -> Double.isFinite(face.quality()))
                .toList();
        if (faces.isEmpty()) {
            return new QualityHistogram(0, 1, 1);
        }
        QualityHistogram histogram = spanning(
                faces.stream().mapToDouble(PlannedFace::quality).min().orElseThrow(),
                faces.stream().mapToDouble(PlannedFace::quality).max().orElseThrow());
        faces.forEach(histogram::add);
        return histogram;
    }

    private static QualityHistogram spanning(double lowest, double highest) {
        double width = Math.max(Math.min(highest - lowest, Double.MAX_VALUE), MOST_BINS * SMALLEST_STEP);
        double power = Math.pow(10, Math.floor(Math.log10(width / MOST_BINS)));
        double step = Arrays.stream(ROUND_STEPS)
                .map(round -> round * power)
                .filter(round -> bins(lowest, highest, round) <= MOST_BINS)
                .findFirst()
                .orElse(10 * power);
        return new QualityHistogram(
                Math.floor(lowest / step) * step, step, (int) Math.min(MOST_BINS, bins(lowest, highest, step)));
    }

    private static double bins(double lowest, double highest, double step) {
        return Math.floor(highest / step) - Math.floor(lowest / step) + 1;
    }

    private void add(PlannedFace face) {
        int[] counts = face.kept() ? kept : dropped;
        int bin = (int) Math.floor((face.quality() - from) / step);
        counts[Math.max(0, Math.min(counts.length - 1, bin))]++;
    }

    /** Where the first bin starts. */
    double from() {
        return from;
    }

    /** How wide a bin is. */
    double step() {
        return step;
    }

    /** Kept faces in each bin. */
    int[] kept() {
        return kept.clone();
    }

    /** Dropped faces in each bin. */
    int[] dropped() {
        return dropped.clone();
    }
}
