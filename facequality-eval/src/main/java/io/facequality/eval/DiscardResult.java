package io.facequality.eval;

import io.facequality.eval.internal.report.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How the errors of one embedder fall while pictures with a low score are discarded.
 *
 * @param scorer the scorer's label
 * @param isSameModel whether scorer and embedder are the same model, which makes the scorer look better than it is
 * @param curve the false non-match rate over the discard rate
 * @param band points of the step curve at regular discard rates, with intervals
 * @param areas partial areas, each with its convention and interval
 * @param advice what thresholds on the calibrated score do, from the fewest discards to the most
 */
public record DiscardResult(
        String scorer,
        boolean isSameModel,
        ErrorVersusDiscard curve,
        List<BandPoint> band,
        List<Area> areas,
        List<Advice> advice) {

    /**
     * A point of the curve with its interval.
     *
     * @param discardRate the share of the genuine pairs that is discarded
     * @param falseNonMatchRate the share of the remaining pairs that do not match
     */
    public record BandPoint(double discardRate, Estimate falseNonMatchRate) {

        /** Checks that the estimate is there. */
        public BandPoint {
            Objects.requireNonNull(falseNonMatchRate, "falseNonMatchRate");
        }
    }

    /**
     * A partial area with its interval.
     *
     * @param convention curve, range and scale
     * @param value lower is better; NaN for a normalized area if there is no error at the start
     */
    public record Area(AreaConvention convention, Estimate value) {

        /** Checks that nothing is missing. */
        public Area {
            Objects.requireNonNull(convention, "convention");
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * What one threshold on the calibrated score does, in pictures and in errors.
     *
     * @param threshold pictures with a score below it, from 0 to 100, are discarded
     * @param rawThreshold the lowest raw score of a picture that is kept
     * @param discardedPictures the share of the pictures that is discarded
     * @param discardedPairs the share of the genuine pairs that is discarded, because one of their pictures is
     * @param before the false non-match rate of all genuine pairs
     * @param after the false non-match rate of the remaining pairs; NaN if there are none
     * @param falseMatchRate the share of all impostor pairs that may match
     */
    public record Advice(
            int threshold,
            double rawThreshold,
            double discardedPictures,
            double discardedPairs,
            double before,
            Estimate after,
            double falseMatchRate) {

        /** Checks that the estimate is there. */
        public Advice {
            Objects.requireNonNull(after, "after");
        }

        /**
         * The advice in a sentence.
         *
         * @return such as {@code Discarding below 37 drops 10 % of the pictures and takes FNMR from 2.1 % to 1.2 % at
         *     FMR 0.1 % on these pairs.}
         */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "Discarding below %d drops %s of the pictures and takes FNMR from %s to %s at FMR %s on these pairs.",
                    threshold,
                    Texts.percent(discardedPictures),
                    Texts.percent(before),
                    Texts.percent(after),
                    Texts.percent(falseMatchRate));
        }
    }

    /** Copies the lists. */
    public DiscardResult {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(curve, "curve");
        band = List.copyOf(band);
        areas = List.copyOf(areas);
        advice = List.copyOf(advice);
    }

    /**
     * The area of one convention.
     *
     * @param convention up to which rate, and how
     * @return the area; empty if it was not measured
     */
    public Optional<Area> area(AreaConvention convention) {
        return areas.stream().filter(area -> area.convention().equals(convention)).findFirst();
    }
}
