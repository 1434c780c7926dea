package io.facequality.plan.internal;

import static io.facequality.internal.SpreadsheetText.marked;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.facequality.Selection.Optimality;
import io.facequality.pipeline.internal.PictureIdentity;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A plan as a table: one row per face, then one per rejected picture; UTF-8, RFC 4180. Text that a spreadsheet
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
                    "held_out_error", "held_out_standard_error", "search", "copy_of", "copy_of_face", "decided_by",
                    "quality_reason", "protected");
            for (PlannedGroup group : plan.groups()) {
                for (PlannedFace face : group.faces()) {
                    writeFace(csv, plan, group, face);
                }
            }
            for (RejectedPicture rejected : plan.rejected()) {
                csv.writeRecord(
                        marked(PictureIdentity.folder(rejected.picture())), marked(rejected.picture()), "", "rejected",
                        "", "", "", "", marked(rejected.message()), "", "", "", "", "", "", "", "", "", "", "", "");
            }
        }
    }

    private static void writeFace(CsvWriter csv, SelectionPlan plan, PlannedGroup group, PlannedFace face) {
        csv.writeRecord(
                marked(group.name()),
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
                marked(group.objective()),
                group.objectiveValue().isPresent() ? Double.toString(group.objectiveValue().getAsDouble()) : "",
                optimality(group.optimality()),
                group.heldOutError().map(error -> Double.toString(error.mean())).orElse(""),
                group.heldOutError().map(error -> Double.toString(error.standardError())).orElse(""),
                marked(group.search()),
                face.copyOf().map(best -> marked(best.source())).orElse(""),
                face.copyOf().map(best -> Integer.toString(best.face())).orElse(""),
                face.decidedByPerson() ? "person" : "program",
                face.qualityReason().map(reason -> marked(reason)).orElse(""),
                plan.isProtected(face) ? "yes" : "");
    }

    private static String optimality(Optimality optimality) {
        if (optimality instanceof Optimality.WithinGap within) {
            return "within " + within.gap();
        }
        return optimality instanceof Optimality.Proven ? "proven" : "heuristic";
    }
}
