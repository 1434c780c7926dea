package io.facequality.eval;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.eval.internal.report.ReportFiles;
import io.facequality.eval.internal.report.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The files of an evaluation in one folder: {@code report.html} for people; {@code evaluation.json} and tables for
 * programs; each plot as SVG and PNG, with its numbers as CSV and JSON; a score calibration for each scorer, to put
 * beside its model. Each file appears whole or not at all, and replaces an earlier one.
 *
 * @param folder the folder; it is created if it does not exist
 */
public record EvaluationFiles(Path folder) {

    /** Checks that there is a folder. */
    public EvaluationFiles {
        Objects.requireNonNull(folder, "folder");
    }

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
     * @param scorer the scorer's label
     * @return its path
     */
    public Path calibration(String scorer) {
        return folder.resolve(Texts.fileStem(scorer) + ".calibration.json");
    }

    /**
     * Writes everything.
     *
     * @param result the figures
     * @param faces the faces that were evaluated, for the table of scores
     * @throws StorageException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public void write(EvaluationResult result, EvaluatedFaces faces) {
        new ReportFiles(this).write(result, faces, List.of());
    }
}
