package io.facequality.plan.internal;

import static io.facequality.internal.SpreadsheetText.marked;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.facequality.Optimality;
import io.facequality.pipeline.PictureFinder;
import io.facequality.plan.PlannedFace;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A plan as a table: a row for each face, then one for each rejected picture; UTF-8, RFC 4180. Text that a spreadsheet
 * would run is marked.
 */
final class PlanCsv {

    private PlanCsv() {}

    static void write(SelectionPlan plan, OutputStream stream) throws IOException {
        try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(writer)) {
            csv.writeRecord(
                    "person", "picture", "face", "decision", "quality", "eye_distance", "distance_to_representative",
                    "distance_to_nearest_kept", "reason", "sha256", "objective", "objective_value", "optimality",
                    "held_out_error", "held_out_standard_error", "search");
            for (PlannedGroup person : plan.groups()) {
                for (PlannedFace face : person.faces()) {
                    writeFace(csv, person, face);
                }
            }
            for (RejectedPicture rejected : plan.rejected()) {
                csv.writeRecord(
                        marked(PictureFinder.folder(rejected.picture())), marked(rejected.picture()), "", "rejected",
                        "", "", "", "", marked(rejected.message()), "", "", "", "", "", "", "");
            }
        }
    }

    private static void writeFace(CsvWriter csv, PlannedGroup person, PlannedFace face) {
        csv.writeRecord(
                marked(person.name()),
                marked(face.picture()),
                Integer.toString(face.face()),
                face.kept() ? "kept" : "dropped",
                Double.toString(face.quality()),
                face.detection()
                        .map(detection -> Double.toString(detection.landmarks().eyeDistance()))
                        .orElse(""),
                Double.toString(face.distanceToRepresentative()),
                Double.isInfinite(face.distanceToNearestKept()) ? "" : Double.toString(face.distanceToNearestKept()),
                marked(face.reason()),
                face.sha256(),
                marked(person.objective()),
                person.objectiveValue().isPresent() ? Double.toString(person.objectiveValue().getAsDouble()) : "",
                optimality(person.optimality()),
                person.heldOutError().map(error -> Double.toString(error.mean())).orElse(""),
                person.heldOutError().map(error -> Double.toString(error.standardError())).orElse(""),
                marked(person.search()));
    }

    private static String optimality(Optimality optimality) {
        if (optimality instanceof Optimality.WithinGap within) {
            return "within " + within.gap();
        }
        return optimality instanceof Optimality.Proven ? "proven" : "heuristic";
    }
}
