package io.facequality.plan.internal;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.ModelId;
import io.facequality.Rejection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.group.Finding;
import io.facequality.plan.PlannedFace;
import io.facequality.plan.PlannedPerson;
import io.facequality.plan.RejectedPicture;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.ReportThumbnails.PictureThumbnails;
import io.facequality.plan.internal.ReportThumbnails.Thumbnail;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report's data: one block of JSON for the whole, and one for each person. */
final class ReportJson {

    /** Rejected pictures that the page lists; the others are counted. */
    private static final int REJECTED_LISTED = 5000;

    /** Findings that the page lists; the others are counted. */
    private static final int FINDINGS_LISTED = 5000;

    private ReportJson() {}

    /** Leaves no {@code <} in the JSON, so that no name can end the script element that the JSON stands in. */
    private static final class NoMarkup extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        NoMarkup() {
            escapes['<'] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    private static JsonGenerator generator(OutputStream stream) throws IOException {
        return new JsonFactoryBuilder()
                .characterEscapes(new NoMarkup())
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .build()
                .createGenerator(stream);
    }

    static void writeSummary(SelectionPlan plan, ReportThumbnails thumbnails, OutputStream stream)
            throws IOException {
        try (JsonGenerator json = generator(stream)) {
            json.writeStartObject();
            json.writeStringField("version", plan.version());
            json.writeStringField("root", plan.root().toString());
            writeSettings(json, plan.settings());
            writeModels(json, plan.models());
            json.writeObjectFieldStart("thumbnail");
            json.writeNumberField("pixels", thumbnails.pixels());
            json.writeStringField("prefix", thumbnails.prefix());
            json.writeEndObject();
            writeHistogram(json, QualityHistogram.of(plan));
            writeIndex(json, plan, thumbnails);
            writeFindings(json, plan.findings());
            writeRejected(json, plan);
            json.writeEndObject();
        }
    }

    private static void writeSettings(JsonGenerator json, Map<String, String> settings) throws IOException {
        json.writeArrayFieldStart("settings");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.writeStartObject();
            json.writeStringField("name", setting.getKey());
            json.writeStringField("value", setting.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeModels(JsonGenerator json, Map<String, ModelId> models) throws IOException {
        json.writeArrayFieldStart("models");
        for (Map.Entry<String, ModelId> model : models.entrySet()) {
            json.writeStartObject();
            json.writeStringField("role", model.getKey());
            json.writeStringField("name", model.getValue().name());
            json.writeStringField("version", model.getValue().version());
            json.writeStringField("sha256", model.getValue().sha256());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHistogram(JsonGenerator json, QualityHistogram histogram) throws IOException {
        json.writeObjectFieldStart("histogram");
        json.writeNumberField("from", histogram.from());
        json.writeNumberField("step", histogram.step());
        json.writeFieldName("kept");
        json.writeArray(histogram.kept(), 0, histogram.kept().length);
        json.writeFieldName("dropped");
        json.writeArray(histogram.dropped(), 0, histogram.dropped().length);
        json.writeEndObject();
    }

    /** What the page sorts and searches by, without the faces. */
    private static void writeIndex(JsonGenerator json, SelectionPlan plan, ReportThumbnails thumbnails)
            throws IOException {
        json.writeArrayFieldStart("people");
        for (PlannedPerson person : plan.people()) {
            json.writeStartObject();
            json.writeStringField("name", person.name());
            json.writeNumberField("kept", person.kept().size());
            json.writeNumberField("dropped", person.dropped().size());
            json.writeNumberField("lowestKept", lowestKept(person));
            json.writeNumberField("leftOut", thumbnails.leftOut(person));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static double lowestKept(PlannedPerson person) {
        return person.kept().stream().mapToDouble(PlannedFace::quality).min().orElse(0);
    }

    private static void writeRejected(JsonGenerator json, SelectionPlan plan) throws IOException {
        Map<Rejection.Cause, Long> causes = plan.rejected().stream()
                .collect(Collectors.groupingBy(RejectedPicture::cause, TreeMap::new, Collectors.counting()));
        json.writeArrayFieldStart("causes");
        for (Map.Entry<Rejection.Cause, Long> cause : causes.entrySet()) {
            json.writeStartObject();
            json.writeStringField("cause", cause.getKey().name());
            json.writeNumberField("count", cause.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("rejectedCount", plan.rejected().size());
        json.writeArrayFieldStart("rejected");
        for (RejectedPicture rejected : plan.rejected().subList(0, Math.min(REJECTED_LISTED, plan.rejected().size()))) {
            json.writeStartObject();
            json.writeStringField("picture", rejected.picture());
            json.writeStringField("cause", rejected.cause().name());
            json.writeStringField("message", rejected.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFindings(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeNumberField("findingsCount", findings.size());
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings.subList(0, Math.min(FINDINGS_LISTED, findings.size()))) {
            json.writeString(finding.message());
        }
        json.writeEndArray();
    }

    /** Writes the people's blocks one after another, as their faces come in. */
    static final class People {

        private final SelectionPlan plan;
        private final OutputStream stream;
        private int person = -1;
        private @Nullable JsonGenerator json;

        People(SelectionPlan plan, OutputStream stream) {
            this.plan = plan;
            this.stream = stream;
        }

        /** Goes on with the same person, or ends that one's block and starts the next. */
        void write(PictureThumbnails picture) throws IOException {
            JsonGenerator block = json;
            if (block == null || picture.person() != person) {
                end();
                person = picture.person();
                block = start();
            }
            for (Thumbnail thumbnail : picture.thumbnails()) {
                writeFace(block, thumbnail);
            }
        }

        private JsonGenerator start() throws IOException {
            write("<script type=\"application/json\" id=\"person-" + person + "\">");
            JsonGenerator block = generator(stream);
            json = block;
            block.writeStartObject();
            writeChoice(block, plan.people().get(person));
            block.writeArrayFieldStart("faces");
            return block;
        }

        void end() throws IOException {
            if (json != null) {
                json.writeEndArray();
                json.writeEndObject();
                json.close();
                json = null;
                write("</script>\n");
            }
        }

        private void write(String markup) throws IOException {
            stream.write(markup.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeChoice(JsonGenerator json, PlannedPerson person) throws IOException {
        json.writeStringField("objective", person.objective());
        if (person.objectiveValue().isPresent()) {
            json.writeNumberField("objectiveValue", person.objectiveValue().getAsDouble());
        } else {
            json.writeNullField("objectiveValue");
        }
        json.writeStringField("optimality", optimality(person.optimality()));
        json.writeStringField("search", person.search());
        json.writeNumberField("evaluations", person.evaluations());
        if (person.heldOutError().isPresent()) {
            HeldOutError error = person.heldOutError().get();
            json.writeStringField(
                    "heldOut",
                    String.format(
                            Locale.ROOT, "%.3f, standard error %.3f, on %d folds", error.mean(),
                            error.standardError(), error.folds()));
        }
        if (person.widest().isPresent()) {
            WidestPair widest = person.widest().get();
            json.writeStringField(
                    "widest",
                    widest.first().source() + " and " + widest.second().source()
                            + String.format(Locale.ROOT, ", similarity %.3f", widest.similarity()));
        }
    }

    private static String optimality(Optimality optimality) {
        if (optimality instanceof Optimality.Proven) {
            return "proven best";
        }
        return optimality instanceof Optimality.WithinGap within
                ? "within " + Math.ceil(within.gap() * 1000) / 10 + " % of the best"
                : "the best that was found; nothing is proven";
    }

    private static void writeFace(JsonGenerator json, Thumbnail thumbnail) throws IOException {
        PlannedFace face = thumbnail.face();
        json.writeStartObject();
        json.writeStringField("picture", face.picture());
        if (face.face() > 0) {
            json.writeNumberField("face", face.face());
        }
        json.writeBooleanField("kept", face.kept());
        json.writeNumberField("quality", face.quality());
        json.writeNumberField("representative", face.distanceToRepresentative());
        if (Double.isFinite(face.distanceToNearestKept())) {
            json.writeNumberField("nearest", face.distanceToNearestKept());
        }
        json.writeStringField("reason", face.reason());
        if (thumbnail.base64().isEmpty()) {
            json.writeStringField("problem", thumbnail.problem());
        } else {
            json.writeStringField("jpeg", thumbnail.base64());
        }
        json.writeEndObject();
    }
}
