package io.facequality.plan.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.group.Finding;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.plan.internal.ReportThumbnails.PictureThumbnails;
import io.facequality.plan.internal.ReportThumbnails.Thumbnail;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report's data: one block of JSON for the whole, and one for each group. */
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

    private static final ObjectWriter WRITER = JsonMapper.builder(new JsonFactoryBuilder()
                    .characterEscapes(new NoMarkup())
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                    .build())
            // A stream that is interrupted says so by an exception of its own.
            .disable(SerializationFeature.WRAP_EXCEPTIONS)
            .build()
            .writer();

    static void writeSummary(SelectionPlan plan, ReportThumbnails thumbnails, OutputStream stream)
            throws IOException {
        WRITER.writeValue(stream, Summary.of(plan, thumbnails));
    }

    /** What the page shows before any group is opened; the components and their order are what its script reads. */
    private record Summary(
            String version,
            String root,
            List<Setting> settings,
            List<Model> models,
            ThumbnailForm thumbnail,
            Histogram histogram,
            List<IndexEntry> people,
            int findingsCount,
            List<String> findings,
            List<CauseCount> causes,
            int rejectedCount,
            List<Rejected> rejected) {

        static Summary of(SelectionPlan plan, ReportThumbnails thumbnails) {
            return new Summary(
                    plan.version(),
                    plan.root().toString(),
                    plan.settings().entrySet().stream().map(Setting::of).toList(),
                    plan.models().entrySet().stream().map(Model::of).toList(),
                    new ThumbnailForm(thumbnails.pixels(), thumbnails.prefix()),
                    Histogram.of(QualityHistogram.of(plan)),
                    plan.groups().stream().map(group -> IndexEntry.of(group, thumbnails)).toList(),
                    plan.findings().size(),
                    plan.findings().stream().limit(FINDINGS_LISTED).map(Finding::message).toList(),
                    causes(plan),
                    plan.rejected().size(),
                    plan.rejected().stream().limit(REJECTED_LISTED).map(Rejected::of).toList());
        }

        private static List<CauseCount> causes(SelectionPlan plan) {
            Map<Rejection.Cause, Long> counts = plan.rejected().stream()
                    .collect(Collectors.groupingBy(RejectedPicture::cause, TreeMap::new, Collectors.counting()));
            return counts.entrySet().stream()
                    .map(count -> new CauseCount(count.getKey().name(), count.getValue()))
                    .toList();
        }
    }

    private record Setting(String name, String value) {

        static Setting of(Map.Entry<String, String> setting) {
            return new Setting(setting.getKey(), setting.getValue());
        }
    }

    private record Model(String role, String name, String version, String sha256) {

        static Model of(Map.Entry<String, ModelId> model) {
            ModelId id = model.getValue();
            return new Model(model.getKey(), id.name(), id.version(), id.sha256());
        }
    }

    private record ThumbnailForm(int pixels, String prefix) {}

    private record Histogram(double from, double step, int[] kept, int[] dropped) {

        static Histogram of(QualityHistogram histogram) {
            return new Histogram(histogram.from(), histogram.step(), histogram.kept(), histogram.dropped());
        }
    }

    /** What the page sorts and searches by, without the faces. */
    private record IndexEntry(String name, int kept, int dropped, double lowestKept, int leftOut) {

        static IndexEntry of(PlannedGroup group, ReportThumbnails thumbnails) {
            List<PlannedFace> kept = group.kept();
            return new IndexEntry(
                    group.name(),
                    kept.size(),
                    group.dropped().size(),
                    kept.stream().mapToDouble(PlannedFace::quality).min().orElse(0),
                    thumbnails.leftOut(group));
        }
    }

    private record CauseCount(String cause, long count) {}

    private record Rejected(String picture, String cause, String message) {

        static Rejected of(RejectedPicture rejected) {
            return new Rejected(rejected.picture(), rejected.cause().name(), rejected.message());
        }
    }

    /** Writes the groups' blocks one after another, as their faces come in. */
    static final class Groups {

        private final SelectionPlan plan;
        private final OutputStream stream;
        private final List<Face> faces = new ArrayList<>();
        private int group = -1;

        Groups(SelectionPlan plan, OutputStream stream) {
            this.plan = plan;
            this.stream = stream;
        }

        /** Goes on with the same group, or ends that one's block and starts the next. */
        void write(PictureThumbnails picture) throws IOException {
            if (picture.group() != group) {
                end();
                group = picture.group();
            }
            picture.thumbnails().stream().map(thumbnail -> Face.of(thumbnail, plan)).forEach(faces::add);
        }

        void end() throws IOException {
            if (!faces.isEmpty()) {
                write("<script type=\"application/json\" id=\"person-" + group + "\">");
                WRITER.writeValue(stream, Block.of(plan.groups().get(group), faces));
                write("</script>\n");
                faces.clear();
            }
        }

        private void write(String markup) throws IOException {
            stream.write(markup.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What the page shows of a group once it is opened. */
    private record Block(
            String objective,
            @Nullable Double objectiveValue,
            String optimality,
            String search,
            long evaluations,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heldOut,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String widest,
            List<Face> faces) {

        static Block of(PlannedGroup group, List<Face> faces) {
            return new Block(
                    group.objective(),
                    group.objectiveValue().isPresent() ? group.objectiveValue().getAsDouble() : null,
                    optimality(group.optimality()),
                    group.search(),
                    group.evaluations(),
                    group.heldOutError().map(Block::heldOut).orElse(null),
                    group.widest().map(Block::widest).orElse(null),
                    faces);
        }

        private static String heldOut(HeldOutError error) {
            return String.format(
                    Locale.ROOT, "%.3f, standard error %.3f, on %d folds", error.mean(), error.standardError(),
                    error.folds());
        }

        private static String widest(WidestPair widest) {
            return widest.first().source() + " and " + widest.second().source()
                    + String.format(Locale.ROOT, ", similarity %.3f", widest.similarity());
        }

        private static String optimality(Optimality optimality) {
            if (optimality instanceof Optimality.Proven) {
                return "proven best";
            }
            return optimality instanceof Optimality.WithinGap within
                    ? "within " + Math.ceil(within.gap() * 1000) / 10 + " % of the best"
                    : "the best that was found; nothing is proven";
        }
    }

    private record Face(
            String picture,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int face,
            boolean kept,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byPerson,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean isProtected,
            double quality,
            double representative,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double nearest,
            String reason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String qualityReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String jpeg) {

        static Face of(Thumbnail thumbnail, SelectionPlan plan) {
            PlannedFace face = thumbnail.face();
            double nearest = face.distanceToNearestKept();
            boolean isMissing = thumbnail.base64().isEmpty();
            return new Face(
                    face.picture(),
                    face.face(),
                    face.kept(),
                    face.decidedByPerson(),
                    plan.isProtected(face),
                    face.quality(),
                    face.distanceToRepresentative(),
                    Double.isFinite(nearest) ? nearest : null,
                    face.reason(),
                    face.qualityReason().orElse(null),
                    isMissing ? thumbnail.problem() : null,
                    isMissing ? null : thumbnail.base64());
        }
    }
}
