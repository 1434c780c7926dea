package io.facequality.cli.internal.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.Face;
import io.facequality.QualityScore;
import io.facequality.cli.internal.score.ScoredFace.Part;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scores as JSON Lines, UTF-8: an object a line, with nulls for the place of a face that was taken as it is. */
final class ScoreLines implements ScoreWriter {

    private final JsonGenerator json;

    ScoreLines(OutputStream out) {
        try {
            this.json = new JsonFactory().createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter(""));
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written yet", e);
        }
    }

    @Override
    public void begin(Set<Part> parts) {
        // The names are in every line.
    }

    @Override
    public void write(List<Face<ScoredFace>> faces) throws IOException {
        for (Face<ScoredFace> face : faces) {
            json.writeStartObject();
            writeFace(face.with(face.value().quality()));
            if (face.value().diffusion().isPresent()) {
                writeDiffusion(face.value().diffusion().get());
            }
            if (face.value().report().isPresent()) {
                writeReport(face.value().report().get());
            }
            endLine();
        }
        json.flush();
    }

    private void endLine() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeFace(Face<QualityScore> face) throws IOException {
        json.writeStringField("path", face.id().source());
        json.writeNumberField("face", face.id().face());
        json.writeNumberField("quality", face.value().value());
        if (face.detection().isPresent()) {
            writePlace(face.detection().get());
        } else {
            writeNulls("eye_distance", "left", "top", "width", "height");
        }
    }

    private void writeDiffusion(DiffusionScore score) throws IOException {
        if (score.standardError().isPresent()) {
            json.writeNumberField("standard_error", score.standardError().getAsDouble());
        } else {
            writeNulls("standard_error");
        }
        json.writeNumberField("repeats", score.repeats().size());
        json.writeNumberField("noisy", score.similarities().noisy());
        json.writeNumberField("restored", score.similarities().restored());
        json.writeNumberField("noisy_mirrored", score.similarities().noisyMirrored());
        json.writeNumberField("restored_mirrored", score.similarities().restoredMirrored());
        json.writeNumberField("mirrored", score.similarities().mirrored());
        json.writeNumberField("balanced", score.similarities().balanced());
    }

    private void writeReport(QualityReport report) throws IOException {
        if (report.sentence().isPresent()) {
            json.writeStringField("quality_reason", report.sentence().get());
        } else {
            writeNulls("quality_reason");
        }
        for (Component component : Component.values()) {
            Optional<Value> value = report.value(component);
            if (value.isPresent()) {
                json.writeNumberField(component.columnName(), value.get().value());
            } else {
                writeNulls(component.columnName());
            }
        }
    }

    private void writePlace(DetectedFace detection) throws IOException {
        Box box = detection.box();
        json.writeNumberField("eye_distance", detection.landmarks().eyeDistance());
        json.writeNumberField("left", box.left());
        json.writeNumberField("top", box.top());
        json.writeNumberField("width", box.width());
        json.writeNumberField("height", box.height());
    }

    private void writeNulls(String... names) throws IOException {
        for (String name : names) {
            json.writeNullField(name);
        }
    }
}
