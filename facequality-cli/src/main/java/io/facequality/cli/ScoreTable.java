package io.facequality.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.Box;
import io.facequality.pipeline.ScoredFace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Scores as a table, UTF-8. */
final class ScoreTable implements ScoreWriter {

    private final CsvWriter csv;

    ScoreTable(OutputStream out) {
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8);
    }

    @Override
    public void begin() throws IOException {
        record("path", "face", "quality", "eye_distance", "left", "top", "width", "height");
        csv.flush();
    }

    @Override
    public void write(List<ScoredFace> faces) throws IOException {
        for (ScoredFace face : faces) {
            Optional<Box> box = face.detection().map(detection -> detection.box());
            record(
                    face.id().source(),
                    Integer.toString(face.id().face()),
                    Double.toString(face.quality().value()),
                    face.detection()
                            .map(detection -> Double.toString(detection.landmarks().eyeDistance()))
                            .orElse(""),
                    side(box, Box::left),
                    side(box, Box::top),
                    side(box, Box::width),
                    side(box, Box::height));
        }
        csv.flush();
    }

    private void record(String... fields) throws IOException {
        try {
            csv.writeRecord(fields);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String side(Optional<Box> box, ToDoubleFunction<Box> side) {
        return box.map(it -> Double.toString(side.applyAsDouble(it))).orElse("");
    }
}
