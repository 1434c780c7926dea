package io.facequality.group;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold.Interval;
import io.facequality.group.internal.search.Cosine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * The thresholds that this library ships, each with its provenance, for the one embedding model that they were measured
 * with. The similarities of another model mean something else, so for it there is no default: calibrate.
 */
public final class DefaultThresholds {

    private static final String RESOURCE = "thresholds.properties";
    private static final double CONFIDENCE = ThresholdCalibration.CONFIDENCE;

    private DefaultThresholds() {}

    /**
     * From which cosine on two faces are near-duplicates: of one shot, copied, encoded again, resized, cropped a
     * little, brightened. The embedded model finds few mirror images; {@link PictureGrouper} does.
     *
     * @param embedder the model that made the embeddings
     * @return the threshold that one in a hundred pairs of two pictures of one person reaches
     * @throws InvalidInputException if nothing was measured with that model
     */
    public static CalibratedThreshold nearDuplicate(ModelId embedder) {
        return calibrated("near-duplicate", embedder);
    }

    /**
     * From which cosine on two faces are of one person, at one false match in a thousand pairs of strangers. The strangers
     * are of many origins, and nobody of them was in the training. Strangers who look more alike than others, such as
     * people of one origin, sex and age, match more often; the threshold says how often within its worst group.
     *
     * @param embedder the model that made the embeddings
     * @return the threshold
     * @throws InvalidInputException if nothing was measured with that model
     */
    public static ReportedThreshold samePerson(ModelId embedder) {
        Properties values = measuredWith(embedder);
        String purpose = "same-person";
        return new ReportedThreshold(
                number(values, purpose, "similarity"),
                number(values, purpose, "false-match-rate"),
                number(values, purpose, "highest-false-match-rate"),
                number(values, purpose, "false-non-match-rate"),
                values.getProperty(purpose + ".provenance"));
    }

    /**
     * By how much the quality of a copy may exceed that of the picture it was made of by accident: of 100 pictures, each
     * with a copy that was encoded again, one resized, one cropped a little, one mirrored and one brightened, 98 have no
     * copy that exceeds it by more. Two copies of one shot whose qualities differ by less should be told apart by other
     * means, as {@link BestCopy} does.
     *
     * @param scorer the model that gave the qualities
     * @return a difference of two qualities, above 0
     * @throws InvalidInputException if nothing was measured with that model
     */
    public static double qualityTolerance(ModelId scorer) {
        return number(measuredWith(scorer), "copy", "quality-tolerance");
    }

    private static Properties measuredWith(ModelId model) {
        Properties values = load();
        String measured = values.getProperty("model.sha256");
        if (!measured.equals(model.sha256())) {
            throw new InvalidInputException(new Problem(
                    "no default threshold for this model",
                    model.name() + " " + model.version(),
                    "the model " + values.getProperty("model.name") + " with sha256 " + measured,
                    model.sha256().isEmpty() ? "a model without a digest" : "sha256 " + model.sha256(),
                    "Calibrate a threshold for it on a folder of people, or give one."));
        }
        return values;
    }

    private static CalibratedThreshold calibrated(String purpose, ModelId embedder) {
        Properties values = measuredWith(embedder);
        return new CalibratedThreshold(
                number(values, purpose, "similarity"),
                interval(values, purpose, "similarity"),
                number(values, purpose, "wanted-false-match-rate"),
                number(values, purpose, "false-match-rate"),
                interval(values, purpose, "false-match-rate"),
                number(values, purpose, "false-non-match-rate"),
                interval(values, purpose, "false-non-match-rate"),
                (long) number(values, purpose, "genuine-pairs"),
                (long) number(values, purpose, "impostor-pairs"),
                values.getProperty(purpose + ".provenance"));
    }

    private static Interval interval(Properties values, String purpose, String name) {
        return new Interval(
                number(values, purpose, name + ".lower"), number(values, purpose, name + ".upper"), CONFIDENCE);
    }

    private static double number(Properties values, String purpose, String name) {
        return Double.parseDouble(values.getProperty(purpose + "." + name));
    }

    private static Properties load() {
        try (InputStream stream = DefaultThresholds.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            Properties values = new Properties();
            values.load(stream);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
        }
    }

    /**
     * A threshold that a model's makers report, without the pairs that it was measured on and so without intervals.
     *
     * @param similarity faces at least as similar match, from -1 to 1
     * @param falseMatchRate the share of impostor pairs that match
     * @param highestFalseMatchRate that share among the pairs within the group of people for which it is highest
     * @param falseNonMatchRate the share of genuine pairs that do not
     * @param provenance where the figures come from, in words
     */
    public record ReportedThreshold(
            double similarity,
            double falseMatchRate,
            double highestFalseMatchRate,
            double falseNonMatchRate,
            String provenance) {

        /** Checks the range. */
        public ReportedThreshold {
            Objects.requireNonNull(provenance, "provenance");
            Cosine.checkedThreshold(similarity);
        }
    }
}
