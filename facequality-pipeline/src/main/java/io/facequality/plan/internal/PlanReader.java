package io.facequality.plan.internal;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.group.Finding;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads what {@link PlanDocument} writes. A plan may come from anyone, and people correct plans by hand: each value is
 * checked, and an error names the place of the wrong one. Data binding would say less, so this side is written out.
 */
public final class PlanReader {

    private PlanReader() {}

    /**
     * Reads a plan.
     *
     * @throws io.facequality.FaceQualityException.StorageException if the file cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if it is no plan; the message says where it is wrong
     */
    public static SelectionPlan read(Path file) {
        return JsonReader.open(file, PlanDocument.FORMAT)
                .read(plan -> new SelectionPlan(
                        new SelectionPlan.Provenance(
                                plan.text("version"),
                                plan.map("settings", JsonReader::asText),
                                plan.map("models", PlanReader::readModel)),
                        plan.path("root"),
                        plan.list("people", PlanReader::readGroup),
                        plan.list("rejected", PlanReader::readRejected),
                        plan.optional("findings").isPresent()
                                ? plan.list("findings", PlanReader::readFinding)
                                : List.of(),
                        plan.optional("references").isPresent()
                                ? plan.list("references", JsonReader::asPath)
                                : List.of()));
    }

    private static Finding readFinding(JsonReader finding) {
        String kind = finding.text("finding");
        return switch (kind) {
            case PlanDocument.NEARER_TO_ANOTHER -> new NearerToAnotherPerson(
                    finding.field("of").read(PlanReader::readFaceId),
                    finding.text("person"),
                    finding.number("similarity"),
                    finding.text("other_person"),
                    finding.number("similarity_to_other"));
            case PlanDocument.SAME_PICTURE -> new SamePictureUnderTwoPeople(
                    finding.field("of").read(PlanReader::readFaceId),
                    finding.text("person"),
                    finding.field("other").read(PlanReader::readFaceId),
                    finding.text("other_person"),
                    finding.integer("differing_bits"),
                    finding.truth("equal_files"));
            default -> throw finding.error(
                    PlanDocument.NEARER_TO_ANOTHER + " or " + PlanDocument.SAME_PICTURE + " as finding", kind);
        };
    }

    private static FaceId readFaceId(JsonReader face) {
        return new FaceId(face.text("picture"), face.integer("face"));
    }

    private static WidestPair readWidest(JsonReader widest) {
        return new WidestPair(
                widest.field("first").read(PlanReader::readFaceId),
                widest.field("second").read(PlanReader::readFaceId),
                widest.number("similarity"));
    }

    private static ModelId readModel(JsonReader model) {
        return new ModelId(model.text("name"), model.text("version"), model.text("sha256"));
    }

    private static PlannedGroup readGroup(JsonReader group) {
        return new PlannedGroup(
                group.text("name"),
                group.list("faces", PlanReader::readFace),
                readChoice(group),
                group.optional("widest_pair").map(widest -> widest.read(PlanReader::readWidest)));
    }

    private static PlannedGroup.Choice readChoice(JsonReader group) {
        Optional<JsonReader> objectiveValue = group.optional("objective_value");
        return new PlannedGroup.Choice(
                decoded(group.text("representative_float64_le_base64")),
                group.text("objective"),
                objectiveValue.isPresent() ? OptionalDouble.of(group.number("objective_value")) : OptionalDouble.empty(),
                new PlannedGroup.Search(
                        group.text("search"), readOptimality(group), group.longInteger("evaluations")),
                group.optional("held_out_error").map(error -> error.read(PlanReader::readHeldOutError)));
    }

    private static HeldOutError readHeldOutError(JsonReader error) {
        return new HeldOutError(error.integer("folds"), error.number("mean"), error.number("standard_error"));
    }

    private static Optimality readOptimality(JsonReader group) {
        String optimality = group.text("optimality");
        return switch (optimality) {
            case PlanDocument.PROVEN -> new Optimality.Proven();
            case PlanDocument.HEURISTIC -> new Optimality.Heuristic();
            case PlanDocument.WITHIN_GAP -> new Optimality.WithinGap(group.number("gap"));
            default -> throw group.error("proven, heuristic or within gap as optimality", optimality);
        };
    }

    private static Representative decoded(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return Representative.copyOf(values);
    }

    private static PlannedFace readFace(JsonReader face) {
        return new PlannedFace(
                readFaceId(face),
                face.text("sha256"),
                face.number("quality"),
                face.optional("detection").map(detection -> detection.read(PlanReader::readDetection)),
                face.optional("quality_reason").isPresent()
                        ? Optional.of(face.text("quality_reason"))
                        : Optional.empty(),
                readDecision(face));
    }

    private static PlannedFace.Decision readDecision(JsonReader face) {
        return new PlannedFace.Decision(
                face.truth("kept"),
                face.number("distance_to_representative"),
                face.optional("distance_to_nearest_kept").isPresent()
                        ? face.number("distance_to_nearest_kept")
                        : Double.POSITIVE_INFINITY,
                face.text("reason"),
                face.optional("copy_of").map(copy -> copy.read(PlanReader::readFaceId)),
                PlannedFace.Decision.Source.PROGRAM);
    }

    private static DetectedFace readDetection(JsonReader detection) {
        Box box = new Box(
                detection.number("left"), detection.number("top"), detection.number("width"),
                detection.number("height"));
        List<Point> points =
                detection.list("landmarks", point -> new Point(point.number("x"), point.number("y")));
        if (points.size() != 5) {
            throw detection.error("5 landmarks", Integer.toString(points.size()));
        }
        Landmarks landmarks =
                new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
        return new DetectedFace(box, landmarks, detection.number("confidence"));
    }

    private static RejectedPicture readRejected(JsonReader rejected) {
        return new RejectedPicture(
                rejected.text("picture"), Rejection.Cause.valueOf(rejected.text("cause")), rejected.text("message"));
    }
}
