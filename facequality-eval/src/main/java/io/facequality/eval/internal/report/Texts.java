package io.facequality.eval.internal.report;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.Estimate;
import java.util.Locale;

/** Figures and choices as text, for people and for files. */
public final class Texts {

    private Texts() {}

    /** Two significant digits below ten percent: more would not change a decision. */
    public static String percent(double share) {
        double percent = 100 * share;
        int decimals = percent == 0 || percent >= 10 ? (percent == Math.rint(percent) ? 0 : 1) : percent >= 1 ? 1 : 2;
        String number = String.format(Locale.ROOT, "%." + decimals + "f", percent);
        return (number.contains(".") ? number.replaceAll("0+$", "").replaceAll("\\.$", "") : number) + " %";
    }

    /** Such as {@code 3.5 % (2.5 % to 4.8 %)}. */
    public static String percent(Estimate estimate) {
        String range = percentRange(estimate);
        return percent(estimate.value()) + (range.isEmpty() ? "" : " (" + range + ")");
    }

    /** Such as {@code 2.5 % to 4.8 %}; empty without an interval. */
    static String percentRange(Estimate estimate) {
        return estimate.interval()
                .map(it -> percent(it.lower()) + " to " + percent(it.upper()))
                .orElse("");
    }

    /** A label as a part of a file name. */
    public static String fileStem(String label) {
        return label.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** The files had this spelling before the code had the American one. */
    static String word(AreaConvention.Scale scale) {
        return switch (scale) {
            case RAW -> "raw";
            case NORMALIZED -> "normalised";
        };
    }
}
