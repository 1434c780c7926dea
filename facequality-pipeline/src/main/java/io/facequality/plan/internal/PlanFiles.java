package io.facequality.plan.internal;

import io.facequality.ProgressListener;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.OutputPlace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import java.nio.file.Path;

/**
 * Where a plan is written: the plan itself as JSON, the same as a table, and a report for people.
 *
 * @param json the file that {@link SelectionPlan#read} takes
 * @param csv the table
 * @param report the page
 */
public record PlanFiles(Path json, Path csv, Path report) {

    /**
     * The usual names.
     *
     * @param folder the folder
     * @return {@code plan.json}, {@code plan.csv} and {@code report.html} in it
     */
    public static PlanFiles in(Path folder) {
        return beside(folder.resolve("plan.json"));
    }

    /**
     * Names that go with a plan's own.
     *
     * @param json where the plan is to be written
     * @return the plan; in the same folder a table of the same name with the ending {@code .csv}, and {@code
     *     report.html}, or where the plan is not called {@code plan.json}, its name with {@code -report.html} at its end
     */
    public static PlanFiles beside(Path json) {
        String stem = json.getFileName().toString().replaceFirst("\\.json$", "");
        return new PlanFiles(
                json,
                json.resolveSibling(stem + ".csv"),
                json.resolveSibling(stem.equals("plan") ? "report.html" : stem + "-report.html"));
    }

    /**
     * Checks, before a plan is made at length, that it can be written. Nothing is made or changed.
     *
     * @throws io.facequality.FaceQualityException.StorageException if not
     */
    public void requireWritable() {
        OutputPlace.requireFile(json);
        OutputPlace.requireFile(csv);
        OutputPlace.requireFile(report);
    }

    /**
     * Writes a plan. Earlier files are replaced; each appears whole or not at all. Where a person's decisions lie beside
     * it, the table and the page show the plan as they leave it.
     *
     * @param plan the plan, as the program made it
     * @param listener is told of every thumbnail that is made for the report
     * @throws io.facequality.FaceQualityException.StorageException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; files that are whole stay
     */
    public void write(SelectionPlan plan, ProgressListener listener) {
        WholeFile.replace(json, stream -> PlanDocument.write(plan, stream));
        writeForPeople(reviewed(plan), listener);
    }

    /**
     * The plan as the decisions beside it leave it.
     *
     * @param plan the plan, as the program made it
     * @return the same plan where there are no decisions
     * @throws io.facequality.FaceQualityException.StorageException if the decisions cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if one is wrong; the message says which
     */
    public SelectionPlan reviewed(SelectionPlan plan) {
        return ReviewedPlan.of(plan, DecisionFile.standing(DecisionFile.beside(json))).plan();
    }

    /**
     * Writes the table and the page alone, after a person decided about the plan.
     *
     * @param plan the plan as the decisions leave it
     * @param listener is told of every thumbnail that is made for the report
     * @throws io.facequality.FaceQualityException.StorageException if a file cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; files that are whole stay
     */
    public void writeForPeople(SelectionPlan plan, ProgressListener listener) {
        WholeFile.replace(csv, stream -> PlanCsv.write(plan, stream));
        WholeFile.replace(report, stream -> PlanReport.write(plan, listener, stream));
    }
}
