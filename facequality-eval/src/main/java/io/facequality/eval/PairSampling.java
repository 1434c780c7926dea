package io.facequality.eval;

import io.facequality.InvalidInputException;


/**
 * How many pairs of a folder of people are compared. Where there are more, so many different ones are drawn, each pair
 * as likely as any other.
 *
 * @param maximumGenuine the most pairs of one person, at least 1
 * @param maximumImpostor the most pairs of two people, at least 1
 * @param seed which pairs are drawn
 */
public record PairSampling(int maximumGenuine, int maximumImpostor, long seed) {

    private static final int DEFAULT_MAXIMUM_GENUINE = 500_000;
    private static final int DEFAULT_MAXIMUM_IMPOSTOR = 1_000_000;

    /** Checks the numbers. */
    public PairSampling {
        if (maximumGenuine < 1 || maximumImpostor < 1) {
            throw InvalidInputException.ofValue(
                    "PairSampling", "at least one pair of each kind", maximumGenuine + " and " + maximumImpostor);
        }
    }

    /**
     * At most 500,000 genuine and 1,000,000 impostor pairs.
     *
     * @param seed which pairs are drawn
     * @return the sampling
     */
    public static PairSampling withSeed(long seed) {
        return new PairSampling(DEFAULT_MAXIMUM_GENUINE, DEFAULT_MAXIMUM_IMPOSTOR, seed);
    }
}
