package io.facequality.eval;

import io.facequality.InvalidInputException;
import io.facequality.eval.AreaConvention.Curve;

/**
 * How the false non-match rate falls as the genuine pairs of the lowest quality are discarded: the error-versus-discard
 * characteristic (EDC; ISO/IEC 29794-1; Grother and Tabassi, "Performance of Biometric Quality Measures", 2007).
 *
 * <p><b>Conventions.</b> The discard rate is a share of the genuine pairs. What is a false non-match is fixed before
 * anything is discarded: a similarity below the threshold that gives the wanted false match rate on all impostor pairs.
 * <em>Ties</em>: pairs of equal quality are discarded together, so the curve has points only where a threshold on the
 * quality can stand, and does not depend on the order of the pairs. Between the points it is a {@linkplain Curve#STEP
 * step} or a {@linkplain Curve#LINEAR line}; the caller says which. After the last point, where only pairs of one
 * quality are left, it stays as it is.
 *
 * <p><b>What to compare it with.</b> {@link #random} discards without looking; {@link #ideal} discards the errors first
 * and is the lower bound. {@link #falseDiscards} says what the gain costs: which share of the pairs that match is lost;
 * discarding at random loses the discard rate.
 *
 * <p>Immutable and safe to share between threads; 32 bytes a point.
 */
public final class ErrorVersusDiscard {

    private final CurvePoints errors;
    private final CurvePoints lost;
    private final int pairs;

    private ErrorVersusDiscard(CurvePoints errors, CurvePoints lost, int pairs) {
        this.errors = errors;
        this.lost = lost;
        this.pairs = pairs;
    }

    /**
     * Discards genuine pairs by their quality. Costs a sort.
     *
     * @param qualities each pair's quality, finite; at least one
     * @param isError whether each pair is a false non-match
     * @return the curve
     */
    public static ErrorVersusDiscard of(double[] qualities, boolean[] isError) {
        if (qualities.length == 0 || qualities.length != isError.length) {
            throw InvalidInputException.ofValue(
                    "ErrorVersusDiscard",
                    "as many qualities as pairs, at least one",
                    qualities.length + " and " + isError.length);
        }
        return of(DiscardOrder.of(qualities), isError);
    }

    static ErrorVersusDiscard of(DiscardOrder order, boolean[] isError) {
        CurvePoints errors = new CurvePoints(order.groups());
        order.walk(pair -> 1, pair -> isError[pair], errors);
        CurvePoints lost = new CurvePoints(order.groups());
        order.walkFalseDiscards(pair -> isError[pair], lost);
        return new ErrorVersusDiscard(errors, lost, isError.length);
    }

    /**
     * The curve of an oracle, which discards the false non-matches first, all of one quality each: the lower bound.
     *
     * @param isError whether each pair is a false non-match
     * @return the curve
     */
    public static ErrorVersusDiscard ideal(boolean[] isError) {
        double[] oracle = new double[isError.length];
        for (int pair = 0, matches = 0, wrong = 0; pair < isError.length; pair++) {
            oracle[pair] = isError[pair] ? wrong++ : isError.length + matches++;
        }
        return of(oracle, isError);
    }

    /**
     * What is expected of discarding at random: nothing changes.
     *
     * @param isError whether each pair is a false non-match
     * @return the curve, of a single point
     */
    public static ErrorVersusDiscard random(boolean[] isError) {
        return of(new double[isError.length], isError);
    }

    /**
     * How many genuine pairs there are before any is discarded.
     *
     * @return at least 1
     */
    public int pairs() {
        return pairs;
    }

    /**
     * The number of points.
     *
     * @return at least 1; as many as there are different qualities
     */
    public int points() {
        return errors.count();
    }

    /**
     * The discard rate of a point.
     *
     * @param point from 0
     * @return from 0 to below 1, ascending
     */
    public double discardRate(int point) {
        return errors.rate(point);
    }

    /**
     * The false non-match rate of a point.
     *
     * @param point from 0
     * @return from 0 to 1, among the pairs that are left
     */
    public double falseNonMatchRate(int point) {
        return errors.value(point);
    }

    /**
     * The false non-match rate at any discard rate.
     *
     * @param discardRate from 0 to 1
     * @param curve what the curve is between its points
     * @return from 0 to 1
     */
    public double at(double discardRate, Curve curve) {
        return errors.at(requireRate(discardRate), curve);
    }

    /**
     * Which share of the pairs that match is discarded with the others.
     *
     * @param discardRate from 0 to 1
     * @param curve what the curve is between its points
     * @return from 0 to 1; NaN if no pair matches
     */
    public double falseDiscards(double discardRate, Curve curve) {
        return lost.at(requireRate(discardRate), curve);
    }

    private static double requireRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw InvalidInputException.ofValue("ErrorVersusDiscard", "a discard rate from 0 to 1", rate);
        }
        return rate;
    }

    /**
     * The area under the curve.
     *
     * @param convention up to where, and how
     * @return the area with its convention; lower is better
     */
    public PartialArea area(AreaConvention convention) {
        return new PartialArea(errors.area(convention), convention);
    }
}
