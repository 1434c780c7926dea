package io.facequality.eval.internal;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import io.facequality.eval.PairQuality;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured while pictures are discarded.
 *
 * @param falseMatchRate the false match rate at which false non-matches are counted
 * @param pairQuality how the scores of two pictures become the quality of their pair
 * @param areas the conventions of the partial areas
 */
public record DiscardSettings(double falseMatchRate, PairQuality pairQuality, List<AreaConvention> areas) {

    /** Measures areas of every kind up to each of some discard rates. */
    public static DiscardSettings of(double falseMatchRate, PairQuality pairQuality, List<Double> areaRates) {
        return new DiscardSettings(
                falseMatchRate, pairQuality, areaRates.stream().flatMap(DiscardSettings::conventions).toList());
    }

    private static Stream<AreaConvention> conventions(double rate) {
        return Arrays.stream(Curve.values())
                .flatMap(curve -> Arrays.stream(Scale.values()).map(scale -> new AreaConvention(rate, curve, scale)));
    }
}
