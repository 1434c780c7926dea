package io.facequality.group;

import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.Problem;
import io.facequality.group.CalibratedThreshold.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
     * From which cosine on two faces are near-duplicates: of one shot, copied, encoded again, resized, cropped a little,
     * mirrored, brightened, or taken within a second.
     *
     * @param embedder the model that made the embeddings
     * @return the threshold for two pictures of one person that are no near-duplicates
     * @throws InvalidInputException if nothing was measured with that model
     */
    public static CalibratedThreshold nearDuplicate(ModelId embedder) {
        return read("near-duplicate", embedder);
    }

    /**
     * From which cosine on two faces are of one person, at one false match in a thousand pairs of strangers.
     *
     * @param embedder the model that made the embeddings
     * @return the threshold
     * @throws InvalidInputException if nothing was measured with that model
     */
    public static CalibratedThreshold samePerson(ModelId embedder) {
        return read("same-person", embedder);
    }

    private static CalibratedThreshold read(String purpose, ModelId embedder) {
        Properties values = load();
        String measured = values.getProperty("model.sha256");
        if (!measured.equals(embedder.sha256())) {
            throw new InvalidInputException(new Problem(
                    "no default threshold for this embedding model",
                    embedder.name() + " " + embedder.version(),
                    "the model " + values.getProperty("model.name") + " with sha256 " + measured,
                    embedder.sha256().isEmpty() ? "a model without a digest" : "sha256 " + embedder.sha256(),
                    "Calibrate a threshold for it on a folder of people, or give one."));
        }
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
}
