package io.facequality.eval;

import java.util.stream.IntStream;

/**
 * Pairs in the order in which they are discarded, the lowest quality first. Pairs of equal quality go together: a curve
 * has a point only where a threshold on the quality can stand, so it does not depend on the order of the pairs.
 */
final class DiscardOrder {

    private final int[] pairs;
    private final boolean[] startsGroup;

    private DiscardOrder(int[] pairs, boolean[] startsGroup) {
        this.pairs = pairs;
        this.startsGroup = startsGroup;
    }

    static DiscardOrder of(double[] qualities) {
        int[] pairs = Sorting.ascending(qualities);
        boolean[] starts = new boolean[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            starts[i] = i == 0 || qualities[pairs[i]] != qualities[pairs[i - 1]];
        }
        return new DiscardOrder(pairs, starts);
    }

    /** How many points a curve has at most. */
    int groups() {
        return (int) IntStream.range(0, startsGroup.length).filter(i -> startsGroup[i]).count();
    }

    /** Weighs a pair by its ordinal. */
    @FunctionalInterface
    interface Weight {
        double of(int pair);
    }

    /** Tells of a pair by its ordinal whether its comparison goes wrong. */
    @FunctionalInterface
    interface Errors {
        boolean at(int pair);
    }

    /**
     * Discards group after group.
     *
     * @param points takes the share of the remaining pairs that go wrong, at each share that is discarded
     */
    void walk(Weight weight, Errors errors, CurvePoints points) {
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

    /** As {@link #walk}, but of the pairs that go right, the share that is discarded. */
    void walkFalseDiscards(Errors errors, CurvePoints points) {
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
