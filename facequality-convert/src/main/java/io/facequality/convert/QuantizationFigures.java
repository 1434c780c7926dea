package io.facequality.convert;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a model in 8 bits compares with the same model in float32, rewritten to run fast, on faces that it was not
 * calibrated on. It must pass the gate of {@link FidelityFigures}, and be faster: otherwise there is no reason for it.
 *
 * @param calibrationFaces how many faces it was calibrated on
 * @param fidelity how alike both models judge other faces
 * @param speed faces a second in 8 bits divided by faces a second in float32, one thread, in turn
 */
public record QuantizationFigures(int calibrationFaces, FidelityFigures fidelity, double speed) {

    /** It must be faster than this. */
    public static final double LEAST_SPEED = 1;

    /** Checks that there are figures. */
    public QuantizationFigures {
        Objects.requireNonNull(fidelity, "fidelity");
    }

    /**
     * Whether the model in 8 bits may be used in the place of the original.
     *
     * @return true if no figure falls short
     */
    public boolean passes() {
        return fidelity.passes() && speed > LEAST_SPEED;
    }

    /** The figures as words: {@code Spearman correlation of quality 0.9971, mean embedding cosine 0.9953, ...}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s, %.2f times as fast as float32, on %d faces", fidelity.words(), speed,
                fidelity.judgedFaces());
    }

    /** What is asked for, of a model with the same outputs. */
    String demands() {
        return fidelity.demands() + ", more speed than in float32";
    }

    /** The figures by short names, for the model's metadata. */
    Map<String, String> provenance() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("calibration", calibrationFaces + " other faces");
        all.putAll(fidelity.provenance());
        all.put("speed", String.format(Locale.ROOT, "%.2f", speed));
        return all;
    }
}
