package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;

/** The calibration for people that lies beside this class, for the embedded model. */
public final class DefaultPeople {

    private static final String RESOURCE = "people.properties";

    private DefaultPeople() {}

    /** The calibration, if it is for these models. */
    public static PersonCalibration calibration(ModelId embedder, ModelId scorer) {
        Properties values = load();
        requireMeasured(values, embedder);
        requireMeasured(values, scorer);
        return calibration(values);
    }

    /** The calibration, whatever the models. */
    public static PersonCalibration calibration() {
        return calibration(load());
    }

    private static PersonCalibration calibration(Properties values) {
        ModelId model = new ModelId(
                values.getProperty("model.name"), values.getProperty("model.version"), values.getProperty("model.sha256"));
        return new PersonCalibration(
                new FaceSpace(center(values), number(values, "dimensions")),
                new Recognition(number(values, "intercept"), number(values, "slope")),
                new Joining(
                        number(values, "independence"), number(values, "threshold"), (int) number(values, "faces")),
                new Origin(model, model, values.getProperty("provenance")));
    }

    /** The same as text, as it lies in the resource. */
    public static String text(PersonCalibration calibration) {
        float[] center = calibration.space().center().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(center.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(center);
        return String.join(
                "\n",
                "model.name=" + calibration.origin().embedder().name(),
                "model.version=" + calibration.origin().embedder().version(),
                "model.sha256=" + calibration.origin().embedder().sha256(),
                "dimensions=" + calibration.space().dimensions(),
                "intercept=" + calibration.recognition().intercept(),
                "slope=" + calibration.recognition().slope(),
                "independence=" + calibration.joining().independence(),
                "threshold=" + calibration.joining().threshold(),
                "faces=" + calibration.joining().faces(),
                "provenance=" + calibration.origin().provenance(),
                "# float32, little-endian, base64",
                "center=" + Base64.getEncoder().encodeToString(bytes.array()),
                "");
    }

    private static void requireMeasured(Properties values, ModelId model) {
        String measured = values.getProperty("model.sha256");
        if (!measured.equals(model.sha256())) {
            throw new InvalidInputException(new Problem(
                    "no calibration for people with this model",
                    model.name() + " " + model.version(),
                    "the model " + values.getProperty("model.name") + " " + values.getProperty("model.version") + " with sha256 " + measured,
                    model.sha256().isEmpty() ? "a model without a digest" : "sha256 " + model.sha256(),
                    "Calibrate for it on a folder of people."));
        }
    }

    private static Embedding center(Properties values) {
        byte[] bytes = Base64.getDecoder().decode(values.getProperty("center"));
        float[] center = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(center);
        return Embedding.copyOf(center);
    }

    private static double number(Properties values, String name) {
        return Double.parseDouble(values.getProperty(name));
    }

    private static Properties load() {
        try (InputStream stream = DefaultPeople.class.getResourceAsStream(RESOURCE)) {
            Properties values = new Properties();
            values.load(Objects.requireNonNull(stream, RESOURCE));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the class path", e);
        }
    }
}
