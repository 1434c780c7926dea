package io.facequality.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

class RankCorrelationTest {

    @Property(tries = 200)
    void weighsValuesLikeCopies(
            @ForAll @Size(min = 3, max = 30) @IntRange(min = 0, max = 8) int[] values, @ForAll long seed) {
        RandomDataGenerator random = new RandomDataGenerator(new Well19937c(seed));
        double[] first = new double[values.length];
        double[] second = new double[values.length];
        int[] weights = new int[values.length];
        int total = 0;
        for (int i = 0; i < values.length; i++) {
            first[i] = values[i];
            second[i] = random.nextInt(0, 5);
            weights[i] = random.nextInt(0, 3);
            total += weights[i];
        }
        double[] firstCopies = new double[total];
        double[] secondCopies = new double[total];
        for (int i = 0, at = 0; i < values.length; i++) {
            for (int copy = 0; copy < weights[i]; copy++, at++) {
                firstCopies[at] = first[i];
                secondCopies[at] = second[i];
            }
        }
        if (total < 2) {
            return;
        }
        RankCorrelation correlation = new RankCorrelation(first, second);
        assertSame(
                correlation.kendall(weights), new KendallsCorrelation().correlation(firstCopies, secondCopies));
        assertSame(
                correlation.spearman(weights), new SpearmansCorrelation().correlation(firstCopies, secondCopies));
    }

    private static void assertSame(double found, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(found).isNaN();
        } else {
            assertThat(found).isCloseTo(expected, within(1e-9));
        }
    }
}
