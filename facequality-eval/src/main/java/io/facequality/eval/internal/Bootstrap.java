package io.facequality.eval.internal;

import io.facequality.eval.Estimate;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How much figures would change with other people (Efron's bootstrap, percentile intervals). In each sample, as many
 * people as there are are drawn with replacement, and the figures are measured again. A person who is drawn twice counts
 * twice, with all pictures: a genuine pair counts as often as its person, an impostor pair as often as the product of its
 * two people. That keeps pairs that share a person together (Poh and others; Bolle and others, "Error analysis of pattern
 * recognition systems: the subsets bootstrap", 2004).
 *
 * <p>Nothing is scored or compared again: a sample is a weight per person. Each sample has its own random generator, so
 * the intervals are the same for any number of threads.
 *
 * @param samples the number of samples; 0 for no intervals
 * @param confidence of the intervals, above 0 and below 1
 * @param seed decides which people are drawn
 * @param threads how many samples are measured at once, at least 1
 */
public record Bootstrap(int samples, double confidence, long seed, int threads) {

    /** An interval needs at least this many samples that define the figure. */
    private static final int FEWEST_SAMPLES = 20;

    /** Spreads neighboring seeds; the 64-bit golden ratio. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /**
     * Measures figures on a sample; used by one thread.
     *
     * @param <F> the figures of one sample
     */
    @FunctionalInterface
    interface Measurement<F> {

        /**
         * Measures.
         *
         * @param weights how often each person was drawn
         * @return the figures; NaN for what the sample does not define
         */
        F measure(int[] weights);
    }

    /** Is told of each sample that is done; called from several threads. */
    @FunctionalInterface
    public interface Steps {

        /** Counts one sample. */
        void step();
    }

    /** Draws and measures all samples. The measurement is created once per thread. */
    <F> Intervals<F> run(int people, Supplier<Measurement<F>> measurement, Steps steps) {
        List<F> figures = new ArrayList<>(Collections.nCopies(samples, null));
        new Workers(threads).forEach(
                samples,
                () -> new Memory<>(new int[people], measurement.get()),
                (sample, memory) -> {
                    draw(sample, memory.weights);
                    figures.set(sample, memory.measurement.measure(memory.weights));
                    steps.step();
                });
        return new Intervals<>(figures, confidence);
    }

    private record Memory<F>(int[] weights, Measurement<F> measurement) {}

    void draw(int sample, int[] weights) {
        RandomGenerator random = new Well19937c(seed + (sample + 1) * SEED_STEP);
        Arrays.fill(weights, 0);
        for (int i = 0; i < weights.length; i++) {
            weights[random.nextInt(weights.length)]++;
        }
    }

    /**
     * The intervals of figures.
     *
     * @param samples the figures of each sample
     * @param confidence of the intervals
     * @param <F> the figures of one sample
     */
    record Intervals<F>(List<F> samples, double confidence) {

        Optional<Estimate.Interval> of(ToDoubleFunction<F> figure) {
            double[] defined =
                    samples.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
            if (defined.length < FEWEST_SAMPLES) {
                return Optional.empty();
            }
            Percentile percentile = Quantiles.of(defined);
            return Optional.of(new Estimate.Interval(
                    percentile.evaluate(100 * (1 - confidence) / 2),
                    percentile.evaluate(100 * (1 + confidence) / 2),
                    confidence));
        }

        Estimate around(double value, ToDoubleFunction<F> figure) {
            return new Estimate(value, of(figure));
        }

        /** The intervals of a part of the figures. */
        <P> Intervals<P> part(Function<F, P> part) {
            return new Intervals<>(samples.stream().map(part).toList(), confidence);
        }
    }
}
