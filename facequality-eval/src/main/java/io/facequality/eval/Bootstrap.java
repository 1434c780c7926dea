package io.facequality.eval;

import io.facequality.internal.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How far figures would move with other people (Efron's bootstrap, percentile intervals): so many times, as many people
 * as there are are drawn with replacement, and the figures are measured anew. A person who is drawn twice counts twice,
 * with all pictures: a genuine pair counts as often as its person, an impostor pair as often as the product of its two,
 * which keeps pairs that share a person together (Poh and others; Bolle and others, "Error analysis of pattern
 * recognition systems: the subsets bootstrap", 2004).
 *
 * <p>Nothing is scored or compared again: a sample is a weight for each person. Each sample has its own generator, so
 * that the intervals are the same for any number of threads.
 *
 * @param replicates how many samples; 0 for no intervals
 * @param confidence of the intervals, above 0 and below 1
 * @param seed which samples
 * @param threads how many samples are measured at once, at least 1
 */
record Bootstrap(int replicates, double confidence, long seed, int threads) {

    /** Fewer defined samples than this say nothing about the ends of an interval. */
    private static final int FEWEST_SAMPLES = 20;

    /** Spreads neighbouring seeds; the 64-bit golden ratio. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /** Measures figures on a sample; used by one thread. */
    @FunctionalInterface
    interface Measurement {

        /**
         * Measures.
         *
         * @param weights how often each person was drawn
         * @param figures takes the figures, NaN for what the sample does not define
         */
        void measure(int[] weights, double[] figures);
    }

    /**
     * Draws and measures.
     *
     * @param people how many people there are
     * @param figures how many figures a measurement gives
     * @param measurement made once for each thread
     * @return an interval for each figure
     */
    Intervals run(int people, int figures, Supplier<Measurement> measurement, Steps steps) {
        double[][] samples = new double[figures][replicates];
        new Workers(threads).forEach(
                replicates,
                () -> new Memory(new int[people], new double[figures], measurement.get()),
                (replicate, memory) -> {
                    draw(replicate, memory.weights);
                    memory.measurement.measure(memory.weights, memory.figures);
                    for (int figure = 0; figure < figures; figure++) {
                        samples[figure][replicate] = memory.figures[figure];
                    }
                    steps.step();
                });
        return new Intervals(samples);
    }

    private record Memory(int[] weights, double[] figures, Measurement measurement) {}

    /** Counts samples that are done; called from several threads. */
    @FunctionalInterface
    interface Steps {
        void step();
    }

    void draw(int replicate, int[] weights) {
        RandomGenerator random = new Well19937c(seed + (replicate + 1) * SEED_STEP);
        Arrays.fill(weights, 0);
        for (int i = 0; i < weights.length; i++) {
            weights[random.nextInt(weights.length)]++;
        }
    }

    /** The samples of each figure. */
    final class Intervals {

        private final double[][] samples;

        private Intervals(double[][] samples) {
            this.samples = samples;
        }

        Optional<Interval> of(int figure) {
            double[] defined = Arrays.stream(samples[figure]).filter(Double::isFinite).toArray();
            if (defined.length < FEWEST_SAMPLES) {
                return Optional.empty();
            }
            Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
            percentile.setData(defined);
            return Optional.of(new Interval(
                    percentile.evaluate(100 * (1 - confidence) / 2),
                    percentile.evaluate(100 * (1 + confidence) / 2),
                    confidence));
        }

        Estimate around(double value, int figure) {
            return new Estimate(value, of(figure));
        }
    }
}
