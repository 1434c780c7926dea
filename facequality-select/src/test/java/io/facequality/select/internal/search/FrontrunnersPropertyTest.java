package io.facequality.select.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrontrunnersPropertyTest {

    private static final double[] QUALITIES = {0.5, 0.25, 0.75, 0.5};

    /** One face kept, and the objective's value in steps of a quarter of the tolerance. */
    record Offer(int face, int steps) {
        double value() {
            return 0.5 + steps * 0.25e-12;
        }
    }

    @Provide
    Arbitrary<Offer> offers() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 12))
                .as(Offer::new);
    }

    @Property
    void keepsBestWithinReachOfTheSmallestWhateverTheOrder(
            @ForAll @Size(min = 1, max = 12) List<@From("offers") Offer> offers,
            @ForAll @IntRange(min = 0, max = 12) int split,
            @ForAll long seed) {
        double smallest = offers.stream().mapToDouble(Offer::value).min().orElseThrow();
        int expected = offers.stream()
                .filter(offer -> offer.value() <= smallest + Frontrunners.TOLERANCE)
                .map(Offer::face)
                .min(Comparator.<Integer>comparingDouble(face -> -QUALITIES[face]).thenComparing(face -> face))
                .orElseThrow();
        List<Offer> shuffled = new ArrayList<>(offers);
        Collections.shuffle(shuffled, new Random(seed));
        Frontrunners first = new Frontrunners(QUALITIES);
        Frontrunners second = new Frontrunners(QUALITIES);
        for (int i = 0; i < shuffled.size(); i++) {
            Offer offer = shuffled.get(i);
            (i < split ? first : second).offer(offer.value(), new int[] {offer.face()});
        }
        first.offerAll(second);
        assertThat(first.best().ordinals()).containsExactly(expected);
    }
}
