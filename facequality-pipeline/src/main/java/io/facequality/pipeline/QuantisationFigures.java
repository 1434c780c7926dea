package io.facequality.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a model in 8 bits compares with the same model in float32, rewritten to run fast, on faces that it was not
 * calibrated on. {@link #passes} is the gate: a model that ranks faces otherwise, embeds them elsewhere or is no faster
 * must not take the place of the original.
 *
 * @param calibrationFaces how many faces it was calibrated on
 * @param judgedFaces how many other faces it was compared on
 * @param rankCorrelation Spearman's correlation of both models' qualities, -1 to 1; empty for a model without quality
 * @param cosine the mean cosine of both models' embeddings of a face, -1 to 1; empty for a model without embedding
 * @param speed faces a second in 8 bits divided by faces a second in float32, one thread, in turn
 */
public record QuantisationFigures(
        int calibrationFaces, int judgedFaces, OptionalDouble rankCorrelation, OptionalDouble cosine, double speed) {

    /** The least Spearman correlation of qualities. */
    public static final double LEAST_RANK_CORRELATION = 0.995;

    /** The least mean cosine of embeddings. */
    public static final double LEAST_COSINE = 0.99;

    /** It must be faster than this. */
    public static final double LEAST_SPEED = 1;

    /**
     * Whether the model in 8 bits may be used in the place of the original.
     *
     * @return true if no figure falls short
     */
    public boolean passes() {
        // Written so that a figure that is not a number falls short.
        return rankCorrelation.orElse(1) >= LEAST_RANK_CORRELATION
                && cosine.orElse(1) >= LEAST_COSINE
                && speed > LEAST_SPEED;
    }

    /** The figures as words: {@code Spearman correlation of quality 0.9971, mean embedding cosine 0.9953, ...}. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        rankCorrelation.ifPresent(value -> words.add("Spearman correlation of quality " + fourDigits(value)));
        cosine.ifPresent(value -> words.add("mean embedding cosine " + fourDigits(value)));
        words.add(String.format(Locale.ROOT, "%.2f times as fast as float32", speed));
        return String.join(", ", words) + ", on " + judgedFaces + " faces";
    }

    /** What the gate asks for, of a model with the same outputs. */
    String demands() {
        List<String> words = new ArrayList<>();
        if (rankCorrelation.isPresent()) {
            words.add("a Spearman correlation of quality of at least " + LEAST_RANK_CORRELATION);
        }
        if (cosine.isPresent()) {
            words.add("a mean embedding cosine of at least " + LEAST_COSINE);
        }
        words.add("more speed than in float32");
        return String.join(", ", words);
    }

    /** The figures by short names, for the model's metadata. */
    Map<String, String> provenance() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("calibration", calibrationFaces + " faces");
        all.put("judged", judgedFaces + " other faces");
        rankCorrelation.ifPresent(value -> all.put("spearman", fourDigits(value)));
        cosine.ifPresent(value -> all.put("cosine", fourDigits(value)));
        all.put("speed", String.format(Locale.ROOT, "%.2f", speed));
        return all;
    }

    /** Cut, not rounded: what falls short of the gate must not look as if it did not. */
    private static String fourDigits(double value) {
        double scale = 1e4;
        return String.format(Locale.ROOT, "%.4f", Math.floor(value * scale) / scale);
    }
}
