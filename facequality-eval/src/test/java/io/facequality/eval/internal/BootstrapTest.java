package io.facequality.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.SyntheticFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static final double FALSE_MATCH_RATE = 0.01;

    private final EvaluatedFaces faces = new SyntheticFaces(40, 5, 7).faces();
    private final ComparisonPairs pairs =
            ComparisonPairs.ofPeople(faces.personOf(), ComparisonPairs.Sampling.withSeed(1));

    /** A sample is a weight per person; here each person is copied as often as it was drawn. */
    @Test
    void weighsSampleLikeCopiedPeople() {
        Bootstrap bootstrap = new Bootstrap(1, 0.95, 3, 1);
        int[] weights = new int[40];
        bootstrap.draw(0, weights);
        assertThat(Arrays.stream(weights).sum()).isEqualTo(40);
        List<Double> genuine = new ArrayList<>();
        List<Double> impostor = new ArrayList<>();
        Comparisons comparisons = Comparisons.of(pairs, faces.embedders().get(0).vectors());
        double impostorWeight = 0;
        for (int pair = 0; pair < pairs.size(); pair++) {
            int first = faces.person(pairs.first(pair));
            int second = faces.person(pairs.second(pair));
            int copies = first == second ? weights[first] : weights[first] * weights[second];
            impostorWeight += first == second ? 0 : copies;
            (first == second ? genuine : impostor)
                    .addAll(Collections.nCopies(copies, comparisons.similarity(pair)));
        }
        impostor.sort(Collections.reverseOrder());
        double expected = Math.nextUp(impostor.get((int) (FALSE_MATCH_RATE * impostor.size())));
        double threshold = comparisons.threshold(
                FALSE_MATCH_RATE,
                pair -> (double) weights[faces.person(pairs.first(pair))] * weights[faces.person(pairs.second(pair))],
                impostorWeight);
        assertThat(threshold).isEqualTo(expected);
        assertThat(genuine).isNotEmpty();
    }
}
