package io.facequality.images.internal.detection;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

/**
 * What a finding's numbers mean: a logistic regression on labeled pictures. Its intercept is set so that of the findings
 * of confidence 0.5 nine in ten are faces.
 *
 * @param intercept what is added
 * @param score the weight of the log-odds of the detection network's score
 * @param face the weight of the log-odds of the landmark network's probability
 * @param size the weight of the logarithm of the size; a small face has a lower score than a large one
 */
public record Calibration(double intercept, double score, double face, double size) {

    /** The detection network's score as it is. */
    public static final Calibration NONE = new Calibration(0, 1, 0, 0);

    /** Log-odds of the score are cut here, so that they stay finite. */
    private static final double FARTHEST_SCORE = 9;

    /** The landmark network is surer than it is right. */
    private static final double FARTHEST_FACE = 3;

    /** Outside of this range, in pixels, the size tells nothing more. */
    private static final double LEAST_SIZE = 10;

    private static final double MOST_SIZE = 60;

    /**
     * Reads a calibration.
     *
     * @param properties a properties file with {@code FORMAT.intercept}, {@code FORMAT.score}, {@code FORMAT.face} and
     *     {@code FORMAT.size}
     * @param format the format of the detection network
     * @throws ModelException if a number is missing
     */
    public static Calibration read(byte[] properties, String format) {
        Properties all = new Properties();
        try {
            all.load(new InputStreamReader(new ByteArrayInputStream(properties), StandardCharsets.UTF_8));
            return new Calibration(
                    number(all, format + ".intercept"),
                    number(all, format + ".score"),
                    number(all, format + ".face"),
                    number(all, format + ".size"));
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException(
                    new Problem(
                            "cannot read the calibration of the detector",
                            format,
                            "a properties file with its intercept and three weights",
                            String.valueOf(e.getMessage()),
                            "Take the calibration that travels with the embedded detector."),
                    e);
        }
    }

    private static double number(Properties all, String key) {
        String value = all.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return Double.parseDouble(value);
    }

    /** The lines of a properties file that {@link #read} takes. */
    public String properties(String format) {
        return String.format(
                Locale.ROOT,
                "%1$s.intercept=%2$.4f%n%1$s.score=%3$.4f%n%1$s.face=%4$.4f%n%1$s.size=%5$.4f%n",
                format, intercept, score, face, size);
    }

    /** How sure it is that a finding is a face, from 0 to 1. */
    public double confidence(Finding finding) {
        double[] features = features(finding);
        double logOdds = intercept + score * features[0] + face * features[1] + size * features[2];
        return 1 / (1 + Math.exp(-logOdds));
    }

    /** What the weights are for: of the score, of the face, of the size. */
    public static double[] features(Finding finding) {
        return new double[] {
            logOdds(finding.score(), FARTHEST_SCORE),
            logOdds(finding.face(), FARTHEST_FACE),
            Math.log(Math.max(LEAST_SIZE, Math.min(MOST_SIZE, finding.seenSize())))
        };
    }

    private static double logOdds(double probability, double farthest) {
        return Math.max(-farthest, Math.min(farthest, Math.log(probability / (1 - probability))));
    }
}
