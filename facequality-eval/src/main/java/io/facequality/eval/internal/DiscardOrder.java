package io.facequality.eval.internal;

import java.util.stream.IntStream;

/**
 * Pairs in the order in which they are discarded, the lowest quality first. Pairs of equal quality are discarded
 * together: a curve has a point only where a threshold on the quality is possible, so it does not depend on the order of
 * the pairs.
 */
public final class DiscardOrder {

    private final int[] pairs;
    private final boolean[] startsGroup;

    private DiscardOrder(int[] pairs, boolean[] startsGroup) {
        this.pairs = pairs;
        this.startsGroup = startsGroup;
    }

    /** Sorts pairs by quality. */
    public static DiscardOrder of(double[] qualities) {
        int[] pairs = Sorting.ascending(qualities);
        boolean[] starts = new boolean[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            starts[i] = i == 0 || qualities[pairs[i]] != qualities[pairs[i - 1]];
        }
        return new DiscardOrder(pairs, starts);
    }

    /** The most points that a curve can have. */
    public int groups() {
        return (int) IntStream.range(0, startsGroup.length).filter(i -> startsGroup[i]).count();
    }

    /** Gives the weight of a pair by its position. */
    @FunctionalInterface
    public interface Weight {

        /** The weight of a pair. */
        double of(int pair);
    }

    /** Tells by the position of a pair whether its comparison is wrong. */
    @FunctionalInterface
    public interface Errors {

        /** Whether the comparison of a pair is wrong. */
        boolean at(int pair);
    }

    /**
     * Discards group after group.
     *
     * @param points receives the share of the remaining pairs that are wrong, at each discarded share
     */
    public void walk(Weight weight, Errors errors, CurvePoints points) {
        double[] totals = totals(weight, errors);
        double all = totals[0];
        double remaining = all;
        double remainingErrors = totals[1];
        points.clear();
        double discarded = -1;
        for (int i = 0; i < pairs.length; i++) {
            if (startsGroup[i] && remaining > 0) {
                double rate = (all - remaining) / all;
                if (rate > discarded) {
                    points.add(rate, remainingErrors / remaining);
                    discarded = rate;
                }
            }
            double pairWeight = weight.of(pairs[i]);
            remaining -= pairWeight;
            if (errors.at(pairs[i])) {
                remainingErrors -= pairWeight;
            }
        }
    }

    /** As {@link #walk}, but with the discarded share of the pairs that are right. */
    public void walkFalseDiscards(Errors errors, CurvePoints points) {
        double right = 0;
        for (int pair : pairs) {
            right += errors.at(pair) ? 0 : 1;
        }
        points.clear();
        double lost = 0;
        for (int i = 0; i < pairs.length; i++) {
            if (startsGroup[i]) {
                points.add(i / (double) pairs.length, right == 0 ? Double.NaN : lost / right);
            }
            lost += errors.at(pairs[i]) ? 0 : 1;
        }
    }

    private double[] totals(Weight weight, Errors errors) {
        double all = 0;
        double wrong = 0;
        for (int pair = 0; pair < pairs.length; pair++) {
            double pairWeight = weight.of(pair);
            all += pairWeight;
            wrong += errors.at(pair) ? pairWeight : 0;
        }
        return new double[] {all, wrong};
    }
}
