package io.facequality.cli.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.Face;
import io.facequality.QualityScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

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
    public void begin() {
        // The names are in every line.
    }

    @Override
    public void write(List<Face<QualityScore>> faces) throws IOException {
        for (Face<QualityScore> face : faces) {
            json.writeStartObject();
            writeFace(face);
            endLine();
        }
        json.flush();
    }

    @Override
    public void beginExplained() {
        begin();
    }

    @Override
    public void writeExplained(List<Face<DiffusionScore>> faces) throws IOException {
        for (Face<DiffusionScore> face : faces) {
            json.writeStartObject();
            writeFace(face.with(face.value().quality()));
            writeExplanation(face.value());
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

    private void writeExplanation(DiffusionScore score) throws IOException {
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
