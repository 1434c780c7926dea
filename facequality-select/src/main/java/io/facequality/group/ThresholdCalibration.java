package io.facequality.group;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Finds the similarity from which on two faces match, from pairs that are known to be of one person (<em>genuine</em>)
 * and of two (<em>impostor</em>); or, for near-duplicates, of one shot and of two.
 *
 * <p><b>Method.</b> Among N impostor similarities, the threshold for the false match rate r is the smallest number that
 * at most {@code floor(r N)} of them reach: just above the one of rank {@code floor(r N) + 1} from the top. How many of
 * N such pairs lie above the true quantile is binomial (N, r), so two other order statistics bound it without any
 * assumption on the distribution; where the upper one would lie beyond the largest similarity, the bound is 1. The
 * rates at the threshold have exact binomial intervals (Clopper and Pearson, 1934). All intervals are two-sided,
 * {@value #CONFIDENCE} unless told otherwise.
 *
 * <p><b>Caution.</b> The intervals take pairs as independent. Pairs that share a face or a person are not, so for pairs
 * of few people the true intervals are wider. They also know only the people they were measured on: a model knows
 * people that it was trained on better than others.
 *
 * <p>Immutable and safe for several threads. Holds four bytes a pair.
 */
public final class ThresholdCalibration {

    /** The confidence of the intervals, by default. */
    public static final double CONFIDENCE = 0.95;

    /** How many impostor pairs of people are measured at most, by default; more are sampled. */
    public static final int DEFAULT_MAXIMUM_PAIRS = 20_000_000;

    /** With n pairs and none above, a rate below 3/n cannot be told from 0 at 95 % (the rule of three). */
    private static final double SMALLEST_EXPECTED_MATCHES = 3;

    private final float[] genuine;
    private final float[] impostor;
    private final String origin;

    private ThresholdCalibration(float[] genuine, float[] impostor, String origin) {
        this.genuine = genuine;
        this.impostor = impostor;
        this.origin = origin;
        Arrays.sort(genuine);
        Arrays.sort(impostor);
        requirePairs(genuine, "genuine");
        requirePairs(impostor, "impostor");
    }

    /**
     * Takes similarities of labeled pairs.
     *
     * @param genuine similarities of pairs that should match, at least one, from -1 to 1
     * @param impostor similarities of pairs that should not, at least one, from -1 to 1
     * @return the calibration
     * @throws InvalidInputException if there are none of a kind, or one is no similarity
     */
    public static ThresholdCalibration ofPairs(double[] genuine, double[] impostor) {
        return new ThresholdCalibration(toFloats(genuine), toFloats(impostor), "labelled pairs");
    }

    /**
     * Takes all pairs of faces of some people: pairs of one person are genuine, of two people impostor. At most {@value
     * #DEFAULT_MAXIMUM_PAIRS} impostor pairs are measured.
     *
     * @param people each person's faces; at least two people, one of them with two faces
     * @param seed which impostor pairs are sampled if there are more
     * @return the calibration
     * @throws InvalidInputException if there is no pair of a kind
     */
    public static ThresholdCalibration ofPeople(List<FaceGroup> people, long seed) {
        return ofPeople(people, DEFAULT_MAXIMUM_PAIRS, seed);
    }

    /**
     * As {@link #ofPeople(List, long)}, with another limit.
     *
     * @param people each person's faces; at least two people, one of them with two faces
     * @param maximumPairs how many impostor pairs are measured at most, at least 1; if there are more, so many are
     *     drawn at random, with replacement
     * @param seed which pairs are drawn
     * @return the calibration
     * @throws InvalidInputException if there is no pair of a kind
     */
    public static ThresholdCalibration ofPeople(List<FaceGroup> people, int maximumPairs, long seed) {
        if (maximumPairs < 1) {
            throw InvalidInputException.ofValue("ThresholdCalibration", "at least one pair", maximumPairs);
        }
        People faces = new People(people);
        boolean isSampled = faces.impostorPairs() > maximumPairs;
        return new ThresholdCalibration(
                faces.genuine(),
                isSampled ? faces.sampledImpostors(maximumPairs, seed) : faces.allImpostors(),
                people.size() + " people, " + faces.size() + " faces, "
                        + (isSampled ? "impostor pairs drawn with seed " + seed : "all pairs"));
    }

    /**
     * Finds the threshold for a false match rate, with 95 % confidence.
     *
     * @param rate the share of impostor pairs that may match, above 0 and below 1
     * @return the threshold, and how often it is wrong
     * @throws InvalidInputException if there are too few impostor pairs for so small a rate, fewer than {@code 3 /
     *     rate}, or too many of equal faces
     */
    public CalibratedThreshold atFalseMatchRate(double rate) {
        return atFalseMatchRate(rate, CONFIDENCE);
    }

    /**
     * Finds the threshold for a false match rate.
     *
     * @param rate the share of impostor pairs that may match, above 0 and below 1
     * @param confidence of the intervals, above 0 and below 1
     * @return the threshold, and how often it is wrong
     * @throws InvalidInputException if there are too few impostor pairs for so small a rate, fewer than {@code 3 /
     *     rate}, or too many of equal faces
     */
    public CalibratedThreshold atFalseMatchRate(double rate, double confidence) {
        requireBetween0And1(rate, "a false match rate");
        requireBetween0And1(confidence, "a confidence");
        requireEnoughFor(rate);
        double threshold = above(impostor.length - 1 - allowed(rate, impostor.length));
        int falseMatches = impostor.length - below(impostor, threshold);
        requireThatEqualFacesAreFew(rate, falseMatches);
        int falseNonMatches = below(genuine, threshold);
        return new CalibratedThreshold(
                threshold,
                quantileInterval(rate, confidence),
                rate,
                falseMatches / (double) impostor.length,
                rateInterval(falseMatches, impostor.length, confidence),
                falseNonMatches / (double) genuine.length,
                rateInterval(falseNonMatches, genuine.length, confidence),
                genuine.length,
                impostor.length,
                origin);
    }

    /** The ranks from the top that the number of pairs above the true quantile falls between. */
    private Interval quantileInterval(double rate, double confidence) {
        BinomialDistribution above = new BinomialDistribution(null, impostor.length, rate);
        int fewest = above.inverseCumulativeProbability((1 - confidence) / 2);
        int most = above.inverseCumulativeProbability((1 + confidence) / 2);
        return new Interval(above(impostor.length - 1 - most), above(impostor.length - fewest), confidence);
    }

    /** Just above the impostor similarity of a rank from the bottom; -1 and 1 beyond the ends. */
    private double above(int rank) {
        if (rank < 0) {
            return -1;
        }
        return rank >= impostor.length ? 1 : Math.min(1, Math.nextUp(impostor[rank]));
    }

    private static int below(float[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Interval rateInterval(int events, int trials, double confidence) {
        double tail = (1 - confidence) / 2;
        double lower = events == 0 ? 0 : quantile(events, trials - events + 1.0, tail);
        double upper = events == trials ? 1 : quantile(events + 1.0, trials - events, 1 - tail);
        return new Interval(lower, upper, confidence);
    }

    private static double quantile(double alpha, double beta, double probability) {
        return new BetaDistribution(null, alpha, beta).inverseCumulativeProbability(probability);
    }

    /** How many pairs of so many are a share of at most the rate; their product may be just beside a whole number. */
    static int allowed(double rate, int pairs) {
        int allowed = (int) Math.rint(rate * pairs);
        return (double) allowed / pairs <= rate ? allowed : allowed - 1;
    }

    private void requireEnoughFor(double rate) {
        if (rate * impostor.length < SMALLEST_EXPECTED_MATCHES) {
            throw new InvalidInputException(new Problem(
                    "cannot calibrate a threshold",
                    "the false match rate " + rate,
                    "at least " + (long) Math.ceil(SMALLEST_EXPECTED_MATCHES / rate) + " impostor pairs",
                    impostor.length + " of them",
                    "Give more people, or ask for a larger rate."));
        }
    }

    private void requireThatEqualFacesAreFew(double rate, int falseMatches) {
        if (falseMatches > allowed(rate, impostor.length)) {
            throw new InvalidInputException(new Problem(
                    "cannot calibrate a threshold",
                    "the false match rate " + rate,
                    "fewer impostor pairs of equal faces, since no threshold can be above 1",
                    falseMatches + " of " + impostor.length + " with the similarity 1",
                    "Look for the same picture under two people, or ask for a larger rate."));
        }
    }

    private static void requirePairs(float[] sorted, String kind) {
        if (sorted.length == 0) {
            throw new InvalidInputException(new Problem(
                    "cannot calibrate a threshold",
                    "the " + kind + " pairs",
                    "at least one pair",
                    "none",
                    "Give at least two people, one of them with two faces, or pairs of both kinds."));
        }
        // NaN is sorted to the end.
        if (!(sorted[0] >= -1 && sorted[sorted.length - 1] <= 1)) {
            throw new InvalidInputException(new Problem(
                    "cannot calibrate a threshold",
                    "the " + kind + " pairs",
                    "similarities from -1 to 1",
                    sorted[0] + " to " + sorted[sorted.length - 1],
                    "Give cosines."));
        }
    }

    private static void requireBetween0And1(double value, String what) {
        if (!(value > 0 && value < 1)) {
            throw InvalidInputException.ofValue("ThresholdCalibration", what + " above 0 and below 1", value);
        }
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Faces with the ordinal of their person. */
    private static final class People {

        private final List<Embedding> embeddings = new ArrayList<>();
        private final int[] persons;
        private final long genuinePairs;

        People(List<FaceGroup> people) {
            persons = new int[people.stream().mapToInt(FaceGroup::size).sum()];
            long genuine = 0;
            for (int person = 0; person < people.size(); person++) {
                for (FaceRecord face : people.get(person).faces()) {
                    persons[embeddings.size()] = person;
                    embeddings.add(face.embedding());
                }
                genuine += pairs(people.get(person).size());
            }
            genuinePairs = genuine;
        }

        int size() {
            return persons.length;
        }

        long impostorPairs() {
            return pairs(persons.length) - genuinePairs;
        }

        private static long pairs(long count) {
            return count * (count - 1) / 2;
        }

        float[] genuine() {
            float[] similarities = new float[Math.toIntExact(genuinePairs)];
            int at = 0;
            for (int i = 0; i < persons.length; i++) {
                for (int j = i + 1; j < persons.length && persons[j] == persons[i]; j++) {
                    similarities[at++] = similarity(i, j);
                }
            }
            return similarities;
        }

        float[] allImpostors() {
            float[] similarities = new float[Math.toIntExact(impostorPairs())];
            int at = 0;
            for (int i = 0; i < persons.length; i++) {
                for (int j = i + 1; j < persons.length; j++) {
                    if (persons[j] != persons[i]) {
                        similarities[at++] = similarity(i, j);
                    }
                }
            }
            return similarities;
        }

        float[] sampledImpostors(int count, long seed) {
            Random random = new Random(seed);
            float[] similarities = new float[count];
            int at = 0;
            while (at < count) {
                int i = random.nextInt(persons.length);
                int j = random.nextInt(persons.length);
                if (persons[i] != persons[j]) {
                    similarities[at++] = similarity(i, j);
                }
            }
            return similarities;
        }

        private float similarity(int i, int j) {
            return (float) embeddings.get(i).cosine(embeddings.get(j));
        }
    }

    /**
     * The similarity from which on two faces are said to match, and how often that is wrong.
     *
     * @param similarity faces at least as similar match
     * @param interval where the threshold lies that has the wanted false match rate in all pairs of the kind that was
     *     sampled
     * @param wantedFalseMatchRate the false match rate that was asked for, above 0 and below 1
     * @param falseMatchRate the share of impostor pairs that match at the threshold; at most the wanted one
     * @param falseMatchRateInterval where that rate lies in all pairs (Clopper and Pearson, 1934)
     * @param falseNonMatchRate the share of genuine pairs that do not match at the threshold
     * @param falseNonMatchRateInterval where that rate lies in all pairs (Clopper and Pearson, 1934)
     * @param genuinePairs how many genuine pairs were measured, at least 1
     * @param impostorPairs how many impostor pairs were measured, at least 1
     * @param provenance on which data, with which model, when and how, in words
     */
    public record CalibratedThreshold(
            double similarity,
            Interval interval,
            double wantedFalseMatchRate,
            double falseMatchRate,
            Interval falseMatchRateInterval,
            double falseNonMatchRate,
            Interval falseNonMatchRateInterval,
            long genuinePairs,
            long impostorPairs,
            String provenance) {

        /**
         * A two-sided confidence interval.
         *
         * @param lower its lower end
         * @param upper its upper end, at least the lower one
         * @param confidence how sure, above 0 and below 1
         */
        public record Interval(double lower, double upper, double confidence) {

            /** Checks the order of the ends. */
            public Interval {
                if (!(lower <= upper) || !(confidence > 0 && confidence < 1)) {
                    throw InvalidInputException.ofValue(
                            "CalibratedThreshold",
                            "an interval with a confidence between 0 and 1",
                            lower + " to " + upper + " at " + confidence);
                }
            }
        }

        /** Checks that nothing is missing. */
        public CalibratedThreshold {
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(falseMatchRateInterval, "falseMatchRateInterval");
            Objects.requireNonNull(falseNonMatchRateInterval, "falseNonMatchRateInterval");
            Objects.requireNonNull(provenance, "provenance");
            if (!(similarity >= -1 && similarity <= 1)) {
                throw InvalidInputException.ofValue("CalibratedThreshold", "a similarity from -1 to 1", similarity);
            }
        }

        /**
         * The same threshold, with its origin.
         *
         * @param words on which data, with which model, when
         * @return a copy
         */
        public CalibratedThreshold withProvenance(String words) {
            return new CalibratedThreshold(
                    similarity,
                    interval,
                    wantedFalseMatchRate,
                    falseMatchRate,
                    falseMatchRateInterval,
                    falseNonMatchRate,
                    falseNonMatchRateInterval,
                    genuinePairs,
                    impostorPairs,
                    words);
        }
    }
}
