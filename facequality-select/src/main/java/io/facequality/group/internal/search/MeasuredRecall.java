package io.facequality.group.internal.search;

import io.facequality.FaceQualityException.InvalidInputException;


/**
 * How much an approximate search finds, measured against an exact one on a random sample.
 *
 * @param recall the share of the sampled vectors' true nearest neighbors that were found, from 0 to 1
 * @param sample how many vectors were sampled, at least 1
 * @param neighbors how many nearest neighbors of each were looked for, at least 1
 */
public record MeasuredRecall(double recall, int sample, int neighbors) {

    /** Checks the ranges. */
    public MeasuredRecall {
        if (!(recall >= 0 && recall <= 1) || sample < 1 || neighbors < 1) {
            throw InvalidInputException.ofValue(
                    "MeasuredRecall",
                    "a recall from 0 to 1 of a sample",
                    recall + " of " + sample + " vectors with " + neighbors + " neighbors");
        }
    }
}
