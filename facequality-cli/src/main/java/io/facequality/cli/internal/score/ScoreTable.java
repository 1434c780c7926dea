package io.facequality.cli.internal.score;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.DetectedFace.Box;
import io.facequality.Face;
import io.facequality.QualityScore;
import io.facequality.cli.internal.score.ScoredFace.Part;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.internal.SpreadsheetText;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Scores as a table, UTF-8. A path that a spreadsheet would run is marked. */
final class ScoreTable implements ScoreWriter {

    private static final List<String> PLACE =
            List.of("path", "face", "quality", "eye_distance", "left", "top", "width", "height");
    private static final List<String> DIFFUSION = List.of(
            "standard_error", "repeats", "noisy", "restored", "noisy_mirrored", "restored_mirrored", "mirrored",
            "balanced");
    private static final List<String> REPORT = joined(List.of(
            List.of("quality_reason"),
            Arrays.stream(Component.values()).map(Component::columnName).toList()));

    private final CsvWriter csv;

    ScoreTable(OutputStream out) {
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8);
    }

    @Override
    public void begin(Set<Part> parts) throws IOException {
        record(joined(List.of(
                PLACE,
                parts.contains(Part.DIFFUSION) ? DIFFUSION : List.of(),
                parts.contains(Part.REPORT) ? REPORT : List.of())));
        csv.flush();
    }

    @Override
    public void write(List<Face<ScoredFace>> faces) throws IOException {
        for (Face<ScoredFace> face : faces) {
            record(joined(List.of(
                    place(face.with(face.value().quality())),
                    face.value().diffusion().map(ScoreTable::diffusion).orElse(List.of()),
                    face.value().report().map(ScoreTable::report).orElse(List.of()))));
        }
        csv.flush();
    }

    private static List<String> place(Face<QualityScore> face) {
        Optional<Box> box = face.detection().map(detection -> detection.box());
        return List.of(
                SpreadsheetText.marked(face.id().source()),
                Integer.toString(face.id().face()),
                Double.toString(face.value().value()),
                face.detection()
                        .map(detection -> Double.toString(detection.landmarks().eyeDistance()))
                        .orElse(""),
                side(box, Box::left),
                side(box, Box::top),
                side(box, Box::width),
                side(box, Box::height));
    }

    private static List<String> diffusion(DiffusionScore score) {
        Similarities similarities = score.similarities();
        return List.of(
                score.standardError().isPresent() ? Double.toString(score.standardError().getAsDouble()) : "",
                Integer.toString(score.repeats().size()),
                Double.toString(similarities.noisy()),
                Double.toString(similarities.restored()),
                Double.toString(similarities.noisyMirrored()),
                Double.toString(similarities.restoredMirrored()),
                Double.toString(similarities.mirrored()),
                Double.toString(similarities.balanced()));
    }

    private static List<String> report(QualityReport report) {
        return joined(List.of(
                List.of(report.sentence().orElse("")),
                Arrays.stream(Component.values())
                        .map(component -> report.value(component)
                                .map(value -> Integer.toString(value.value()))
                                .orElse(""))
                        .toList()));
    }

    private static List<String> joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private void record(List<String> fields) throws IOException {
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
