package io.facequality.eval.internal.report;

import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluationFiles;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.ScorerResult;
import io.facequality.internal.Interrupts;
import io.facequality.internal.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of an evaluation. Each file appears whole or not at all, and replaces an earlier one. */
public final class ReportFiles {

    private final EvaluationFiles files;

    /** Writes to the places of these files. */
    public ReportFiles(EvaluationFiles files) {
        this.files = files;
    }

    /** Writes everything, with sheets of faces to look at. */
    public void write(EvaluationResult result, EvaluatedFaces faces, List<ContactSheet> sheets) {
        List<DrawnFigure> drawn = drawn(result);
        drawn.forEach(this::writePlot);
        write(EvaluationTables.scores(result, faces));
        EvaluationTables.of(result).forEach(this::write);
        for (ScorerResult scorer : result.scorers()) {
            scorer.measured().write(files.calibration(scorer.label()));
        }
        for (ContactSheet sheet : sheets) {
            replace(
                    files.folder().resolve("contact-sheets").resolve(sheet.name() + ".jpg"), sheet::writeJpeg);
        }
        writeResult(result, drawn, sheets);
    }

    /** Writes only {@code evaluation.json} and {@code report.html}, for figures that are not final. */
    public void writePartial(EvaluationResult result) {
        writeResult(result, drawn(result), List.of());
    }

    private static List<DrawnFigure> drawn(EvaluationResult result) {
        List<DrawnFigure> drawn = new ArrayList<>();
        for (Figure figure : EvaluationFigures.of(result)) {
            // The drawing itself may swallow an interrupt.
            Interrupts.check();
            drawn.add(DrawnFigure.of(figure));
        }
        return drawn;
    }

    private void writePlot(DrawnFigure drawn) {
        Figure figure = drawn.figure();
        Path plots = files.folder().resolve("plots");
        replace(plots.resolve(figure.name() + ".svg"), stream -> stream.write(drawn.svg()));
        replace(plots.resolve(figure.name() + ".png"), stream -> FigureDrawing.writePng(figure, stream));
        replace(
                plots.resolve(figure.name() + ".csv"),
                stream -> EvaluationTables.write(EvaluationTables.figure(figure), stream));
        replace(plots.resolve(figure.name() + ".json"), stream -> EvaluationJson.write(figure, stream));
    }

    private void write(EvaluationTables.Table table) {
        replace(files.folder().resolve(table.name() + ".csv"), stream -> EvaluationTables.write(table, stream));
    }

    private void writeResult(EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        replace(files.folder().resolve("evaluation.json"), stream -> EvaluationJson.write(result, stream));
        replace(
                files.report(),
                stream -> stream.write(
                        EvaluationPage.html(result, figures, sheets).getBytes(StandardCharsets.UTF_8)));
    }

    private static void replace(Path file, WholeFile.Content content) {
        Interrupts.check();
        WholeFile.replace(file, content);
    }
}
