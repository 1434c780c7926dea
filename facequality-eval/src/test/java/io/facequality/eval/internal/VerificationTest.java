package io.facequality.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.SyntheticFaces;
import io.facequality.eval.VerificationResult.Accuracy;
import io.facequality.eval.VerificationResult.RatePoint;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VerificationTest {

    /** Genuine .9 .8 .6 .3, impostor .7 .5 .5 .2 .1 0 0 0 0 0. */
    private static final double[] SIMILARITIES = {.9, .8, .6, .3, .7, .5, .5, .2, .1, 0, 0, 0, 0, 0};

    private final Comparisons comparisons = comparisons(SIMILARITIES, 4, pair -> OptionalInt.empty());

    @Test
    void findsLowestThresholdThatKeepsTheRate() {
        assertThat(comparisons.threshold(0.3)).isEqualTo(Math.nextUp(.2));
        assertThat(new ErrorRates(comparisons).at(comparisons.threshold(0.3)).falseMatchRate()).isCloseTo(.3, within(1e-12));
    }

    @Test
    void matchesEqualImpostorPairsTogether() {
        double threshold = comparisons.threshold(0.31);
        assertThat(threshold).isEqualTo(Math.nextUp(.2));
        double stricter = comparisons.threshold(0.2, pair -> 1, 10);
        assertThat(stricter).isEqualTo(Math.nextUp(.5));
        assertThat(new ErrorRates(comparisons).at(stricter).falseMatchRate()).isCloseTo(.1, within(1e-12));
    }

    @Test
    void refusesRateThatNeedsMorePairs() {
        assertThat(comparisons.canMeasure(0.3)).isTrue();
        assertThat(comparisons.canMeasure(0.29)).isFalse();
    }

    @Test
    void countsBothErrorsInTradeOff() {
        for (RatePoint point : new ErrorRates(comparisons).points()) {
            int matches = 0;
            int misses = 0;
            for (int pair = 0; pair < SIMILARITIES.length; pair++) {
                matches += pair >= 4 && SIMILARITIES[pair] >= point.threshold() ? 1 : 0;
                misses += pair < 4 && SIMILARITIES[pair] < point.threshold() ? 1 : 0;
            }
            assertThat(point.falseMatchRate()).isCloseTo(matches / 10.0, within(1e-12));
            assertThat(point.falseNonMatchRate()).isEqualTo(misses / 4.0);
        }
    }

    /** Just above .5 one of ten impostors matches and one of four genuine pairs does not; just above .3, .3 and .25. */
    @Test
    void findsEqualErrorRateWhereRatesDifferLeast() {
        assertThat(new ErrorRates(comparisons).equalErrorRate()).isCloseTo((.25 + .3) / 2, within(1e-12));
    }

    /** Fold 0 holds .9 and .6 against .7 and .1, fold 1 .8 and .4 against .5 and .2. */
    @Test
    void measuresEachFoldAtThresholdOfTheOthers() {
        double[] similarities = {.9, .6, .8, .4, .7, .1, .5, .2};
        Comparisons folded = comparisons(similarities, 4, pair -> OptionalInt.of(pair % 4 / 2));
        Accuracy accuracy = FoldedAccuracy.of(folded, new int[8], 0).orElseThrow();
        // The best on fold 1 is .4 (three of four right), at which fold 0 has .9, .6 and .1 right; the best on fold 0 is
        // .6, at which fold 1 has .8, .5 and .2 right.
        assertThat(accuracy.accuracy()).isCloseTo(0.75, within(1e-12));
        assertThat(accuracy.standardError()).isZero();
        assertThat(accuracy.folds()).isEqualTo(2);
        assertThat(accuracy.pairs()).isEqualTo(8);
    }

    @Test
    void generatesBalancedFoldsThatShareNoPerson() {
        EvaluatedFaces faces = new SyntheticFaces(60, 4, 3).faces();
        ComparisonPairs pairs = ComparisonPairs.ofPeople(faces.personOf(), ComparisonPairs.Sampling.withSeed(0));
        Folds folds = Folds.of(pairs, faces.personOf(), 1);
        int[] foldOfPerson = new int[60];
        Arrays.fill(foldOfPerson, -1);
        int[] balance = new int[10];
        for (int pair = 0; pair < pairs.size(); pair++) {
            int fold = folds.ofPairs()[pair];
            if (fold >= 0) {
                for (int face : new int[] {pairs.first(pair), pairs.second(pair)}) {
                    int person = faces.person(face);
                    assertThat(foldOfPerson[person]).isIn(-1, fold);
                    foldOfPerson[person] = fold;
                }
                balance[fold] += pair < pairs.genuine() ? 1 : -1;
            }
        }
        assertThat(balance).containsOnly(0);
        Accuracy accuracy = FoldedAccuracy.of(
                        Comparisons.of(pairs, faces.embedders().get(0).vectors()), faces.personOf(), 1)
                .orElseThrow();
        assertThat(accuracy.accuracy()).isBetween(0.6, 1.0);
        assertThat(accuracy.pairs()).isEqualTo(2 * 60 * 6);
    }

    private interface FoldOf {
        OptionalInt fold(int pair);
    }

    private static Comparisons comparisons(double[] similarities, int genuine, FoldOf folds) {
        ComparisonPairs.Builder builder = ComparisonPairs.builder();
        for (int pair = 0; pair < similarities.length; pair++) {
            if (pair < genuine) {
                builder.genuine(pair, pair, folds.fold(pair));
            } else {
                builder.impostor(pair, pair, folds.fold(pair));
            }
        }
        return Comparisons.of(builder.build("by hand"), pair -> similarities[pair]);
    }
}
