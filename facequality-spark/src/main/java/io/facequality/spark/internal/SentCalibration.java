package io.facequality.spark.internal;

import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import java.io.Serializable;
import java.util.Base64;
import java.util.List;

/**
 * A calibration for people among some number of faces; travels to executors.
 *
 * @param center little-endian numbers of 32 bits, in base64
 * @param threshold the one among all faces, of which a component has only some
 * @param embedder name, version and digest
 * @param scorer name, version and digest
 */
record SentCalibration(
        String center,
        double dimensions,
        double intercept,
        double slope,
        double independence,
        double threshold,
        List<String> embedder,
        List<String> scorer,
        String provenance)
        implements Serializable {

    private static final long serialVersionUID = 1;

    static SentCalibration of(PersonCalibration calibration, long faces) {
        Joining joining = calibration.joining();
        return new SentCalibration(
                Base64.getEncoder().encodeToString(Floats.toBytes(calibration.space().center().toArray())),
                calibration.space().dimensions(),
                calibration.recognition().intercept(),
                calibration.recognition().slope(),
                joining.independence(),
                joining.threshold() + Math.log(Math.max(1, faces) / (double) joining.faces()),
                parts(calibration.origin().embedder()),
                parts(calibration.origin().scorer()),
                calibration.origin().provenance());
    }

    private static List<String> parts(ModelId model) {
        return List.of(model.name(), model.version(), model.sha256());
    }

    /** The calibration that has the threshold of all faces for a component of so many. */
    PersonCalibration calibration(int faces) {
        return new PersonCalibration(
                new FaceSpace(Embedding.copyOf(Floats.ofBytes(Base64.getDecoder().decode(center))), dimensions),
                new Recognition(intercept, slope),
                new Joining(independence, threshold, faces),
                new Origin(model(embedder), model(scorer), provenance));
    }

    private static ModelId model(List<String> parts) {
        return new ModelId(parts.get(0), parts.get(1), parts.get(2));
    }
}
