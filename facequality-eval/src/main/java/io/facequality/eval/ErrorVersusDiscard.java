package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.internal.CurvePoints;
import io.facequality.eval.internal.DiscardOrder;

/**
 * How the false non-match rate falls while the genuine pairs of the lowest quality are discarded: the error-versus-discard
 * characteristic (EDC; ISO/IEC 29794-1; Grother and Tabassi, "Performance of Biometric Quality Measures", 2007).
 *
 * <p><b>Conventions.</b> The discard rate is a share of the genuine pairs. The false non-matches are fixed before anything
 * is discarded: pairs with a similarity below the threshold for the wanted false match rate on all impostor pairs.
 * <em>Ties</em>: pairs of equal quality are discarded together. So the curve has points only where a threshold on the
 * quality is possible, and does not depend on the order of the pairs. Between the points it is a {@linkplain Curve#STEP
 * step} or a {@linkplain Curve#LINEAR line}; the caller chooses. After the last point, where only pairs of one quality
 * remain, it stays constant.
 *
 * <p><b>What to compare it with.</b> {@link #random} discards without looking; {@link #ideal} discards the errors first
 * and is the lower bound. {@link #falseDiscards} gives the cost of the gain: the share of the matching pairs that is lost.
 * A random discard loses as much as the discard rate.
 *
 * <p>Immutable and safe to share between threads; 32 bytes per point.
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
        DiscardOrder order = DiscardOrder.of(qualities);
        CurvePoints errors = new CurvePoints(order.groups());
        order.walk(pair -> 1, pair -> isError[pair], errors);
        CurvePoints lost = new CurvePoints(order.groups());
        order.walkFalseDiscards(pair -> isError[pair], lost);
        return new ErrorVersusDiscard(errors, lost, isError.length);
    }

    /**
     * The curve of an ideal discard, which removes the false non-matches one by one before all other pairs: the lower
     * bound.
     *
     * @param isError whether each pair is a false non-match
     * @return the curve
     */
    public static ErrorVersusDiscard ideal(boolean[] isError) {
        double[] perfect = new double[isError.length];
        for (int pair = 0, matches = 0, wrong = 0; pair < isError.length; pair++) {
            perfect[pair] = isError[pair] ? wrong++ : isError.length + matches++;
        }
        return of(perfect, isError);
    }

    /**
     * The expected curve of a random discard: nothing changes.
     *
     * @param isError whether each pair is a false non-match
     * @return the curve, of a single point
     */
    public static ErrorVersusDiscard random(boolean[] isError) {
        return of(new double[isError.length], isError);
    }

    /**
     * The number of genuine pairs before any is discarded.
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
     * @return from 0 to 1, among the remaining pairs
     */
    public double falseNonMatchRate(int point) {
        return errors.value(point);
    }

    /**
     * The false non-match rate at any discard rate.
     *
     * @param discardRate from 0 to 1
     * @param curve the shape of the curve between its points
     * @return from 0 to 1
     */
    public double at(double discardRate, Curve curve) {
        return errors.at(requireRate(discardRate), curve);
    }

    /**
     * The share of the matching pairs that is discarded, too.
     *
     * @param discardRate from 0 to 1
     * @param curve the shape of the curve between its points
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
     * @param convention up to which rate, and how
     * @return the area; lower is better; NaN for a normalized area if there is no error at the start
     */
    public double area(AreaConvention convention) {
        return errors.area(convention);
    }
}
