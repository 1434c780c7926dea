package io.facequality.group.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much an approximate search finds, measured against an exact one on a random sample.
 *
 * @param recall the share of the true pairs of the sampled vectors that were found, from 0 to 1; 1 if there were none
 * @param lower the lower end of its 95 % interval
 * @param upper the upper end of its 95 % interval
 * @param sample how many vectors were sampled, at least 1
 * @param pairs how many true pairs they have
 */
public record MeasuredRecall(double recall, double lower, double upper, int sample, long pairs) {

    /** What a plan says of a search that misses nothing. */
    public static final String NONE_MISSED = "every pair was compared";

    private static final double NORMAL_95 = 1.959964;

    /** Checks the ranges. */
    public MeasuredRecall {
        if (!(0 <= lower && lower <= recall && recall <= upper && upper <= 1) || sample < 1 || pairs < 0) {
            throw InvalidInputException.ofValue(
                    "MeasuredRecall",
                    "a recall from 0 to 1 within its interval, of a sample",
                    lower + " <= " + recall + " <= " + upper + " of " + pairs + " pairs of " + sample + " vectors");
        }
    }

    /**
     * Counts what was found. The interval is Wilson's. The pairs of one vector tend to be found or missed together, so
     * it counts only as many as Kish's effective sample size says.
     *
     * @param truths how many true pairs each sampled vector has
     * @param found how many of them were found
     */
    static MeasuredRecall of(int[] truths, int[] found) {
        long pairs = Arrays.stream(truths).asLongStream().sum();
        if (pairs == 0) {
            return new MeasuredRecall(1, 0, 1, truths.length, 0);
        }
        double recall = Arrays.stream(found).asLongStream().sum() / (double) pairs;
        double squares = Arrays.stream(truths).mapToDouble(count -> (double) count * count).sum();
        double effective = (double) pairs * pairs / squares;
        double share = NORMAL_95 * NORMAL_95 / effective;
        double middle = (recall + share / 2) / (1 + share);
        double half = Math.sqrt(share * (recall * (1 - recall) + share / 4)) / (1 + share);
        return new MeasuredRecall(
                recall,
                Math.max(0, Math.min(recall, middle - half)),
                Math.min(1, Math.max(recall, middle + half)),
                truths.length,
                pairs);
    }

    /** What a plan says of it. */
    public String inWords() {
        return String.format(
                Locale.ROOT,
                "within cells; of the %d close pairs of %d sampled faces it found %.2f %% (%.2f to %.2f %% at 95 %%"
                        + " confidence)",
                pairs,
                sample,
                100 * recall,
                100 * lower,
                100 * upper);
    }
}
