package io.facequality.eval;

import java.util.Locale;
import java.util.Objects;

/**
 * What one threshold on the calibrated score does, in pictures and in errors.
 *
 * @param threshold pictures whose score, from 0 to 100, is below it are discarded
 * @param rawThreshold the lowest raw score of a picture that is kept
 * @param discardedPictures the share of the pictures that are discarded
 * @param discardedPairs the share of the genuine pairs that are, since one of their pictures is
 * @param before the false non-match rate of all genuine pairs
 * @param after that of the pairs that are left; NaN if none is
 * @param falseMatchRate the share of all impostor pairs that may match
 */
public record DiscardAdvice(
        int threshold,
        double rawThreshold,
        double discardedPictures,
        double discardedPairs,
        double before,
        Estimate after,
        double falseMatchRate) {

    /** Checks that the estimate is there. */
    public DiscardAdvice {
        Objects.requireNonNull(after, "after");
    }

    /**
     * The advice in a sentence.
     *
     * @return such as {@code Discarding below 37 drops 10 % of the pictures and takes FNMR from 2.1 % to 1.2 % at FMR 0.1
     *     % on these pairs.}
     */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "Discarding below %d drops %s of the pictures and takes FNMR from %s to %s%s at FMR %s on these pairs.",
                threshold,
                percent(discardedPictures),
                percent(before),
                percent(after.value()),
                after.interval()
                        .map(interval -> " (" + percent(interval.lower()) + " to " + percent(interval.upper()) + ")")
                        .orElse(""),
                percent(falseMatchRate));
    }

    /** Two significant digits below ten percent, as many as matter to a decision. */
    static String percent(double share) {
        double percent = 100 * share;
        int decimals = percent == 0 || percent >= 10 ? (percent == Math.rint(percent) ? 0 : 1) : percent >= 1 ? 1 : 2;
        String number = String.format(Locale.ROOT, "%." + decimals + "f", percent);
        return (number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number) + " %";
    }
}
