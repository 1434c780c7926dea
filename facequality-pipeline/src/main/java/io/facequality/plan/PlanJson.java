package io.facequality.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.Landmarks;
import io.facequality.Landmarks.Point;
import io.facequality.ModelId;
import io.facequality.Rejection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.group.Finding;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A plan as JSON: every number exact, every field named, so that what is read back equals what was written. */
final class PlanJson {

    static final String FORMAT = "facequality-plan/1";

    /** What a finding is, as the plan names it. */
    static final String NEARER_TO_ANOTHER = "nearer to another person";

    static final String SAME_PICTURE = "same picture under two people";

    private static final String REPRESENTATIVE = "representative_float64_le_base64";

    private PlanJson() {}

    static JsonGenerator generator(OutputStream stream) throws IOException {
        return JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build()
                .createGenerator(stream)
                .useDefaultPrettyPrinter();
    }

    static void write(SelectionPlan plan, OutputStream stream) throws IOException {
        try (JsonGenerator json = generator(stream)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeStringField("version", plan.version());
            json.writeStringField("root", plan.root().toString());
            writeSettings(json, plan.settings());
            writeModels(json, plan.models());
            json.writeArrayFieldStart("people");
            for (PlannedPerson person : plan.people()) {
                writePerson(json, person);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rejected");
            for (RejectedPicture rejected : plan.rejected()) {
                writeRejected(json, rejected);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (Finding finding : plan.findings()) {
                writeFinding(json, finding);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeSettings(JsonGenerator json, Map<String, String> settings) throws IOException {
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
    }

    private static void writeModels(JsonGenerator json, Map<String, ModelId> models) throws IOException {
        json.writeObjectFieldStart("models");
        for (Map.Entry<String, ModelId> model : models.entrySet()) {
            json.writeObjectFieldStart(model.getKey());
            json.writeStringField("name", model.getValue().name());
            json.writeStringField("version", model.getValue().version());
            json.writeStringField("sha256", model.getValue().sha256());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writePerson(JsonGenerator json, PlannedPerson person) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", person.name());
        json.writeStringField("objective", person.objective());
        if (person.objectiveValue().isPresent()) {
            json.writeNumberField("objective_value", person.objectiveValue().getAsDouble());
        } else {
            json.writeNullField("objective_value");
        }
        writeOptimality(json, person.optimality());
        json.writeStringField("search", person.search());
        json.writeNumberField("evaluations", person.evaluations());
        if (person.heldOutError().isPresent()) {
            writeHeldOutError(json, person.heldOutError().get());
        }
        if (person.widest().isPresent()) {
            writeWidest(json, person.widest().get());
        }
        json.writeStringField(REPRESENTATIVE, encoded(person.representative()));
        json.writeArrayFieldStart("faces");
        for (PlannedFace face : person.faces()) {
            writeFace(json, face);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeHeldOutError(JsonGenerator json, HeldOutError error) throws IOException {
        json.writeObjectFieldStart("held_out_error");
        json.writeNumberField("folds", error.folds());
        json.writeNumberField("mean", error.mean());
        json.writeNumberField("standard_error", error.standardError());
        json.writeEndObject();
    }

    private static HeldOutError readHeldOutError(JsonReader error) {
        return new HeldOutError(error.integer("folds"), error.number("mean"), error.number("standard_error"));
    }

    private static void writeWidest(JsonGenerator json, WidestPair widest) throws IOException {
        json.writeObjectFieldStart("widest_pair");
        writeFaceId(json, "first", widest.first());
        writeFaceId(json, "second", widest.second());
        json.writeNumberField("similarity", widest.similarity());
        json.writeEndObject();
    }

    private static void writeFaceId(JsonGenerator json, String name, FaceId face) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("picture", face.source());
        json.writeNumberField("face", face.face());
        json.writeEndObject();
    }

    private static void writeFinding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        if (finding instanceof NearerToAnotherPerson nearer) {
            json.writeStringField("finding", NEARER_TO_ANOTHER);
            writeFaceId(json, "of", nearer.face());
            json.writeStringField("person", nearer.person());
            json.writeNumberField("similarity", nearer.similarity());
            json.writeStringField("other_person", nearer.other());
            json.writeNumberField("similarity_to_other", nearer.similarityToOther());
        } else if (finding instanceof SamePictureUnderTwoPeople same) {
            json.writeStringField("finding", SAME_PICTURE);
            writeFaceId(json, "of", same.face());
            json.writeStringField("person", same.person());
            writeFaceId(json, "other", same.otherFace());
            json.writeStringField("other_person", same.other());
            json.writeNumberField("differing_bits", same.differingBits());
            json.writeBooleanField("equal_files", same.equalFiles());
        }
        json.writeEndObject();
    }

    private static void writeOptimality(JsonGenerator json, Optimality optimality) throws IOException {
        if (optimality instanceof Optimality.WithinGap within) {
            json.writeStringField("optimality", "within gap");
            json.writeNumberField("gap", within.gap());
        } else {
            json.writeStringField("optimality", optimality instanceof Optimality.Proven ? "proven" : "heuristic");
        }
    }

    private static String encoded(Representative representative) {
        double[] values = representative.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static void writeFace(JsonGenerator json, PlannedFace face) throws IOException {
        json.writeStartObject();
        json.writeStringField("picture", face.picture());
        json.writeNumberField("face", face.face());
        json.writeBooleanField("kept", face.kept());
        json.writeNumberField("quality", face.quality());
        json.writeNumberField("distance_to_representative", face.distanceToRepresentative());
        if (Double.isInfinite(face.distanceToNearestKept())) {
            json.writeNullField("distance_to_nearest_kept");
        } else {
            json.writeNumberField("distance_to_nearest_kept", face.distanceToNearestKept());
        }
        json.writeStringField("reason", face.reason());
        json.writeStringField("sha256", face.sha256());
        if (face.detection().isPresent()) {
            writeDetection(json, face.detection().get());
        }
        json.writeEndObject();
    }

    private static void writeDetection(JsonGenerator json, DetectedFace detection) throws IOException {
        json.writeObjectFieldStart("detection");
        json.writeNumberField("confidence", detection.confidence());
        json.writeNumberField("left", detection.box().left());
        json.writeNumberField("top", detection.box().top());
        json.writeNumberField("width", detection.box().width());
        json.writeNumberField("height", detection.box().height());
        json.writeArrayFieldStart("landmarks");
        for (Point point : detection.landmarks().points()) {
            json.writeStartObject();
            json.writeNumberField("x", point.x());
            json.writeNumberField("y", point.y());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeRejected(JsonGenerator json, RejectedPicture rejected) throws IOException {
        json.writeStartObject();
        json.writeStringField("picture", rejected.picture());
        json.writeStringField("cause", rejected.cause().name());
        json.writeStringField("message", rejected.message());
        json.writeEndObject();
    }

    static SelectionPlan read(Path file) {
        return JsonReader.open(file, FORMAT)
                .read(plan -> new SelectionPlan(
                        plan.text("version"),
                        plan.path("root"),
                        plan.map("settings", JsonReader::asText),
                        plan.map("models", PlanJson::readModel),
                        plan.list("people", PlanJson::readPerson),
                        plan.list("rejected", PlanJson::readRejected),
                        plan.optional("findings").isPresent()
                                ? plan.list("findings", PlanJson::readFinding)
                                : List.of()));
    }

    private static Finding readFinding(JsonReader finding) {
        String kind = finding.text("finding");
        return switch (kind) {
            case NEARER_TO_ANOTHER -> new NearerToAnotherPerson(
                    finding.field("of").read(PlanJson::readFaceId),
                    finding.text("person"),
                    finding.number("similarity"),
                    finding.text("other_person"),
                    finding.number("similarity_to_other"));
            case SAME_PICTURE -> new SamePictureUnderTwoPeople(
                    finding.field("of").read(PlanJson::readFaceId),
                    finding.text("person"),
                    finding.field("other").read(PlanJson::readFaceId),
                    finding.text("other_person"),
                    finding.integer("differing_bits"),
                    finding.truth("equal_files"));
            default -> throw finding.error(NEARER_TO_ANOTHER + " or " + SAME_PICTURE + " as finding", kind);
        };
    }

    private static FaceId readFaceId(JsonReader face) {
        return new FaceId(face.text("picture"), face.integer("face"));
    }

    private static WidestPair readWidest(JsonReader widest) {
        return new WidestPair(
                widest.field("first").read(PlanJson::readFaceId),
                widest.field("second").read(PlanJson::readFaceId),
                widest.number("similarity"));
    }

    private static ModelId readModel(JsonReader model) {
        return new ModelId(model.text("name"), model.text("version"), model.text("sha256"));
    }

    private static PlannedPerson readPerson(JsonReader person) {
        Optional<JsonReader> objectiveValue = person.optional("objective_value");
        return new PlannedPerson(
                person.text("name"),
                person.list("faces", PlanJson::readFace),
                decoded(person.text(REPRESENTATIVE)),
                person.text("objective"),
                objectiveValue.isPresent()
                        ? OptionalDouble.of(person.number("objective_value"))
                        : OptionalDouble.empty(),
                readOptimality(person),
                person.text("search"),
                person.longInteger("evaluations"),
                person.optional("held_out_error").map(error -> error.read(PlanJson::readHeldOutError)),
                person.optional("widest_pair").map(widest -> widest.read(PlanJson::readWidest)));
    }

    private static Optimality readOptimality(JsonReader person) {
        String optimality = person.text("optimality");
        return switch (optimality) {
            case "proven" -> new Optimality.Proven();
            case "heuristic" -> new Optimality.Heuristic();
            case "within gap" -> new Optimality.WithinGap(person.number("gap"));
            default -> throw person.error("proven, heuristic or within gap as optimality", optimality);
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
                face.text("picture"),
                face.integer("face"),
                face.text("sha256"),
                face.truth("kept"),
                face.number("quality"),
                face.number("distance_to_representative"),
                face.optional("distance_to_nearest_kept").isPresent()
                        ? face.number("distance_to_nearest_kept")
                        : Double.POSITIVE_INFINITY,
                face.text("reason"),
                face.optional("detection").map(detection -> detection.read(PlanJson::readDetection)));
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
