package io.facequality.eval.internal;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.PairQuality;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Pairs with their similarities by one embedder. Two faces match if their similarity is at least the threshold. The
 * threshold for a false match rate r is the smallest number that at most the share r of the impostor pairs reaches, so
 * impostor pairs of equal similarity match together or not at all.
 *
 * <p>Immutable and safe to share between threads; twelve bytes per pair.
 */
final class Comparisons {

    /** With n pairs and no match among them, a rate below 3/n cannot be told from 0 at 95 %. */
    private static final double SMALLEST_EXPECTED_MATCHES = 3;

    private final ComparisonPairs pairs;
    private final double[] similarities;
    private final int[] impostorsDescending;

    private Comparisons(ComparisonPairs pairs, double[] similarities) {
        this.pairs = pairs;
        this.similarities = similarities;
        double[] negated = new double[pairs.impostor()];
        Arrays.setAll(negated, i -> -similarities[pairs.genuine() + i]);
        this.impostorsDescending = Sorting.ascending(negated);
        for (int i = 0; i < impostorsDescending.length; i++) {
            impostorsDescending[i] += pairs.genuine();
        }
    }

    /** Compares faces by the cosine of their embeddings. */
    static Comparisons of(ComparisonPairs pairs, List<Embedding> embeddings) {
        return of(pairs, pair -> embeddings.get(pairs.first(pair)).cosine(embeddings.get(pairs.second(pair))));
    }

    /** Takes finite similarities by the position of each pair; higher is more alike. */
    static Comparisons of(ComparisonPairs pairs, IntToDoubleFunction similarity) {
        double[] similarities = new double[pairs.size()];
        for (int pair = 0; pair < similarities.length; pair++) {
            similarities[pair] = similarity.applyAsDouble(pair);
            if (!Double.isFinite(similarities[pair])) {
                throw InvalidInputException.ofValue("Comparisons", "finite similarities", similarities[pair] + " for pair " + pair);
            }
        }
        return new Comparisons(pairs, similarities);
    }

    ComparisonPairs pairs() {
        return pairs;
    }

    double similarity(int pair) {
        return similarities[pair];
    }

    /**
     * The threshold for a false match rate above 0 and below 1.
     *
     * @throws InvalidInputException if there are fewer than {@code 3 / falseMatchRate} impostor pairs, too few to tell
     *     such a rate from 0 (the rule of three)
     */
    double threshold(double falseMatchRate) {
        if (!canMeasure(falseMatchRate)) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate",
                    "the false match rate " + falseMatchRate,
                    "at least " + (long) Math.ceil(SMALLEST_EXPECTED_MATCHES / falseMatchRate) + " impostor pairs",
                    pairs.impostor() + " of them",
                    "Give more people, or choose a larger rate."));
        }
        return threshold(falseMatchRate, pair -> 1, pairs.impostor());
    }

    /** Whether there are enough impostor pairs for a false match rate. */
    boolean canMeasure(double falseMatchRate) {
        if (!(falseMatchRate > 0 && falseMatchRate < 1)) {
            throw InvalidInputException.ofValue("Comparisons", "a false match rate above 0 and below 1", falseMatchRate);
        }
        return falseMatchRate * pairs.impostor() >= SMALLEST_EXPECTED_MATCHES;
    }

    /** As {@link #threshold(double)}, but each pair counts with its weight. */
    double threshold(double falseMatchRate, DiscardOrder.Weight weight, double totalWeight) {
        double allowed = falseMatchRate * totalWeight;
        double matching = 0;
        for (int pair : impostorsDescending) {
            matching += weight.of(pair);
            if (matching > allowed) {
                return Math.nextUp(similarities[pair]);
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** For each genuine pair whether it does not match. */
    boolean[] falseNonMatches(double threshold) {
        boolean[] errors = new boolean[pairs.genuine()];
        for (int pair = 0; pair < errors.length; pair++) {
            errors[pair] = similarities[pair] < threshold;
        }
        return errors;
    }

    /** The quality of each genuine pair, from the scores of all faces by one scorer. */
    double[] genuineQualities(double[] qualities, PairQuality pairQuality) {
        double[] ofPairs = new double[pairs.genuine()];
        Arrays.setAll(
                ofPairs, pair -> pairQuality.of(qualities[pairs.first(pair)], qualities[pairs.second(pair)]));
        return ofPairs;
    }
}
