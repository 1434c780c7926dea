package io.facequality.eval;

import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Pairs with their similarities by one embedder. Two faces match if their similarity is at least the threshold; the
 * threshold for a false match rate r is the smallest number that at most the share r of the impostor pairs reaches, so
 * impostor pairs of equal similarity match together or not at all.
 *
 * <p>Immutable and safe to share between threads; twelve bytes a pair.
 */
public final class Comparisons {

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

    /**
     * Compares faces by the cosine of their embeddings.
     *
     * @param pairs which with which
     * @param embeddings each face's, by one embedder
     * @return the comparisons
     */
    public static Comparisons of(ComparisonPairs pairs, List<Embedding> embeddings) {
        return of(pairs, pair -> embeddings.get(pairs.first(pair)).cosine(embeddings.get(pairs.second(pair))));
    }

    /**
     * Takes similarities as they are.
     *
     * @param pairs which face is compared with which
     * @param similarity gives a pair's similarity by the pair's ordinal; finite, higher is more alike
     * @return the comparisons
     */
    public static Comparisons of(ComparisonPairs pairs, IntToDoubleFunction similarity) {
        double[] similarities = new double[pairs.size()];
        for (int pair = 0; pair < similarities.length; pair++) {
            similarities[pair] = similarity.applyAsDouble(pair);
            if (!Double.isFinite(similarities[pair])) {
                throw InvalidInputException.ofValue(
                        "Comparisons", "finite similarities", similarities[pair] + " for pair " + pair);
            }
        }
        return new Comparisons(pairs, similarities);
    }

    /**
     * The pairs.
     *
     * @return the genuine ones first
     */
    public ComparisonPairs pairs() {
        return pairs;
    }

    /**
     * One pair's similarity.
     *
     * @param pair its ordinal
     * @return higher is more alike
     */
    public double similarity(int pair) {
        return similarities[pair];
    }

    /**
     * The threshold for a false match rate.
     *
     * @param falseMatchRate the share of the impostor pairs that may match, above 0 and below 1
     * @return faces at least as similar match
     * @throws InvalidInputException if there are fewer than {@code 3 / falseMatchRate} impostor pairs, too few to tell
     *     such a rate from 0 (the rule of three)
     */
    public double threshold(double falseMatchRate) {
        if (!canMeasure(falseMatchRate)) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate",
                    "the false match rate " + falseMatchRate,
                    "at least " + (long) Math.ceil(SMALLEST_EXPECTED_MATCHES / falseMatchRate) + " impostor pairs",
                    pairs.impostor() + " of them",
                    "Give more people, or ask for a larger rate."));
        }
        return threshold(falseMatchRate, pair -> 1, pairs.impostor());
    }

    /** With n pairs and no match among them, a rate below 3/n cannot be told from 0 at 95 %. */
    private static final double SMALLEST_EXPECTED_MATCHES = 3;

    /**
     * Whether there are impostor pairs enough for a false match rate.
     *
     * @param falseMatchRate above 0 and below 1
     * @return whether {@link #threshold(double)} finds one
     */
    public boolean canMeasure(double falseMatchRate) {
        if (!(falseMatchRate > 0 && falseMatchRate < 1)) {
            throw InvalidInputException.ofValue(
                    "Comparisons", "a false match rate above 0 and below 1", falseMatchRate);
        }
        return falseMatchRate * pairs.impostor() >= SMALLEST_EXPECTED_MATCHES;
    }

    /** As {@link #threshold(double)}, where pairs count as often as their weights say. */
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

    /** The impostor pairs from the most to the least alike. */
    int impostorDescending(int rank) {
        return impostorsDescending[rank];
    }

    /**
     * Which genuine pairs do not match.
     *
     * @param threshold the least similarity of a match
     * @return for each genuine pair whether it is a false non-match
     */
    public boolean[] falseNonMatches(double threshold) {
        boolean[] errors = new boolean[pairs.genuine()];
        for (int pair = 0; pair < errors.length; pair++) {
            errors[pair] = similarities[pair] < threshold;
        }
        return errors;
    }

    /**
     * The quality of each genuine pair.
     *
     * @param qualities each face's quality by one scorer
     * @param pairQuality how two become one
     * @return one number a genuine pair
     */
    public double[] genuineQualities(double[] qualities, PairQuality pairQuality) {
        double[] ofPairs = new double[pairs.genuine()];
        Arrays.setAll(
                ofPairs, pair -> pairQuality.of(qualities[pairs.first(pair)], qualities[pairs.second(pair)]));
        return ofPairs;
    }
}
