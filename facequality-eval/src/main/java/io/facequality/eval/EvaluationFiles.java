package io.facequality.eval;

import io.facequality.StorageException;
import io.facequality.internal.Interrupts;
import io.facequality.internal.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of an evaluation in one folder: {@code report.html} for people; {@code evaluation.json} and tables for
 * programs; each plot as SVG and PNG, with its numbers as CSV and JSON beside it; a score calibration for each scorer, to
 * be put beside its model; contact sheets. Every file appears whole or not at all; earlier ones give way.
 *
 * @param folder the folder, which is made where it is missing
 */
public record EvaluationFiles(Path folder) {

    /**
     * The page for people.
     *
     * @return its path
     */
    public Path report() {
        return folder.resolve("report.html");
    }

    /**
     * The calibration that was measured for a scorer.
     *
     * @param scorer its label
     * @return its path
     */
    public Path calibration(String scorer) {
        return folder.resolve(Figure.stem(scorer) + ".calibration.json");
    }

    /**
     * Writes everything.
     *
     * @param result the figures
     * @param faces the faces that were evaluated, for the table of scores
     * @param sheets faces to look at, any number
     * @throws StorageException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public void write(EvaluationResult result, JudgedFaces faces, List<ContactSheet> sheets) {
        List<DrawnFigure> drawn = drawn(result);
        for (DrawnFigure each : drawn) {
            Figure figure = each.figure();
            Path plots = folder.resolve("plots");
            replace(plots.resolve(figure.name() + ".svg"), stream -> stream.write(each.svg()));
            replace(plots.resolve(figure.name() + ".png"), stream -> FigureDrawing.writePng(figure, stream));
            replace(
                    plots.resolve(figure.name() + ".csv"),
                    stream -> EvaluationTables.write(EvaluationTables.figure(figure), stream));
            replace(plots.resolve(figure.name() + ".json"), stream -> EvaluationJson.write(figure, stream));
        }
        write(EvaluationTables.scores(result, faces));
        EvaluationTables.of(result).forEach(this::write);
        for (ScorerResult scorer : result.scorers()) {
            scorer.measured().write(calibration(scorer.label()));
        }
        for (ContactSheet sheet : sheets) {
            replace(folder.resolve("contact-sheets").resolve(sheet.name() + ".jpg"), sheet::writeJpeg);
        }
        writeResult(result, drawn, sheets);
    }

    private static List<DrawnFigure> drawn(EvaluationResult result) {
        List<DrawnFigure> drawn = new ArrayList<>();
        for (Figure figure : Figure.of(result)) {
            // The drawing itself may swallow an interrupt.
            Interrupts.check();
            drawn.add(DrawnFigure.of(figure));
        }
        return drawn;
    }

    private void write(EvaluationTables.Table table) {
        replace(folder.resolve(table.name() + ".csv"), stream -> EvaluationTables.write(table, stream));
    }

    /**
     * Writes only {@code evaluation.json} and {@code report.html}, for figures that are not final.
     *
     * @param result the figures of a part of the pictures
     * @throws StorageException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public void writePartial(EvaluationResult result) {
        writeResult(result, drawn(result), List.of());
    }

    private void writeResult(EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        replace(
                folder.resolve("evaluation.json"), stream -> EvaluationJson.write(result, stream));
        replace(
                report(),
                stream -> stream.write(
                        EvaluationReport.html(result, figures, sheets).getBytes(StandardCharsets.UTF_8)));
    }

    private static void replace(Path file, WholeFile.Content content) {
        Interrupts.check();
        WholeFile.replace(file, content);
    }
}
