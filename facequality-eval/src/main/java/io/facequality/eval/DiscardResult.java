package io.facequality.eval;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one embedder's errors fall as pictures go that one scorer finds bad.
 *
 * @param scorer the scorer's label
 * @param isJudgedByItself whether scorer and embedder are the same model, which flatters the scorer
 * @param curve false non-match rate over discard rate
 * @param band the curve as steps at some discard rates, with intervals
 * @param areas partial areas, each with its convention and interval
 * @param advice what thresholds on the calibrated score do, from the fewest discards to the most
 */
public record DiscardResult(
        String scorer,
        boolean isJudgedByItself,
        ErrorVersusDiscard curve,
        List<BandPoint> band,
        List<Area> areas,
        List<DiscardAdvice> advice) {

    /**
     * A point of the curve, and how far it would move with other people.
     *
     * @param discardRate the share of the genuine pairs that is discarded
     * @param falseNonMatchRate the share of the others that do not match
     */
    public record BandPoint(double discardRate, Estimate falseNonMatchRate) {}

    /**
     * A partial area, and how far it would move with other people.
     *
     * @param area the area with its convention
     * @param interval empty where there is none
     */
    public record Area(PartialArea area, Optional<Interval> interval) {}

    /** Copies the lists. */
    public DiscardResult {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(curve, "curve");
        band = List.copyOf(band);
        areas = List.copyOf(areas);
        advice = List.copyOf(advice);
    }

    /**
     * One of the areas.
     *
     * @param convention up to where, and how
     * @return it; empty if it was not asked for
     */
    public Optional<Area> area(AreaConvention convention) {
        return areas.stream().filter(area -> area.area().convention().equals(convention)).findFirst();
    }
}
