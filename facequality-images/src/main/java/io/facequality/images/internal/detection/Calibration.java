package io.facequality.images.internal.detection;

import io.facequality.ModelException;
import io.facequality.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What a finding's numbers mean: a logistic regression on labeled pictures. Its zero is set so that of the findings of
 * confidence 0.5 nine in ten are faces.
 *
 * @param intercept what is added
 * @param score the weight of the log-odds of the detection network's score
 * @param face the weight of the log-odds of the landmark network's probability
 */
public record Calibration(double intercept, double score, double face) {

    /** The detection network's score as it is. */
    public static final Calibration NONE = new Calibration(0, 1, 0);

    /** Probabilities are cut here, so that log-odds stay finite. */
    private static final double LEAST = 1e-4;

    /**
     * Reads a calibration.
     *
     * @param properties a properties file with {@code FORMAT.intercept}, {@code FORMAT.score} and {@code FORMAT.face}
     * @param format the format of the detection network
     * @throws ModelException if a number is missing
     */
    public static Calibration read(byte[] properties, String format) {
        Properties all = new Properties();
        try {
            all.load(new InputStreamReader(new ByteArrayInputStream(properties), StandardCharsets.UTF_8));
            return new Calibration(
                    number(all, format + ".intercept"), number(all, format + ".score"), number(all, format + ".face"));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    private static double number(Properties all, String key) {
        String value = all.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return Double.parseDouble(value);
    }

    private static ModelException unusable(String found, Exception cause) {
        return new ModelException(
                new Problem(
                        "cannot read the calibration of the detector",
                        "its properties",
                        "an intercept and two weights for the detector's format",
                        found,
                        "Take the calibration that travels with the embedded detector."),
                cause);
    }

    /** How sure it is that a finding is a face, from 0 to 1. */
    public double confidence(Finding finding) {
        return 1 / (1 + Math.exp(-intercept - score * logOdds(finding.score()) - face * logOdds(finding.face())));
    }

    /** The log-odds of a probability. */
    public static double logOdds(double probability) {
        double inside = Math.max(LEAST, Math.min(1 - LEAST, probability));
        return Math.log(inside / (1 - inside));
    }
}
