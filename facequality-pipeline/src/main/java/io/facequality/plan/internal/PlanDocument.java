package io.facequality.plan.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.ModelId;
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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code plan.json}: every number exact, every field named, so that {@link PlanReader} gives back what
 * was written. The components of the records and their order are the format: programs read it, so the names stay, even
 * where the code has better ones.
 */
record PlanDocument(
        String format,
        String version,
        String root,
        Map<String, String> settings,
        Map<String, Model> models,
        Iterable<Group> people,
        Iterable<Rejected> rejected,
        Iterable<Record> findings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> references) {

    static final String FORMAT = "facequality-plan/1";

    /** What a finding is, as the plan names it. */
    static final String NEARER_TO_ANOTHER = "nearer to another person";

    static final String SAME_PICTURE = "same picture under two people";

    /** How good a choice is known to be, as the plan names it. */
    static final String PROVEN = "proven";

    static final String HEURISTIC = "heuristic";
    static final String WITHIN_GAP = "within gap";

    /** Writes a plan. */
    static void write(SelectionPlan plan, OutputStream stream) throws IOException {
        PrettyJson.write(
                new PlanDocument(
                        FORMAT,
                        plan.version(),
                        plan.root().toString(),
                        plan.settings(),
                        models(plan.models()),
                        each(plan.groups(), Group::of),
                        each(plan.rejected(), Rejected::of),
                        each(plan.findings(), PlanDocument::finding),
                        plan.references().stream().map(Path::toString).toList()),
                stream);
    }

    /** Made one by one while they are written: a plan may have a million faces. */
    private static <T, R> Iterable<R> each(List<T> values, Function<? super T, ? extends R> part) {
        return () -> values.stream().<R>map(part).iterator();
    }

    private static Map<String, Model> models(Map<String, ModelId> models) {
        Map<String, Model> parts = new LinkedHashMap<>();
        models.forEach((role, id) -> parts.put(role, new Model(id.name(), id.version(), id.sha256())));
        return parts;
    }

    private static Record finding(Finding finding) {
        if (finding instanceof NearerToAnotherPerson nearer) {
            return new Nearer(
                    NEARER_TO_ANOTHER,
                    FaceOfPicture.of(nearer.face()),
                    nearer.person(),
                    nearer.similarity(),
                    nearer.other(),
                    nearer.similarityToOther());
        }
        SamePictureUnderTwoPeople same = (SamePictureUnderTwoPeople) finding;
        return new Same(
                SAME_PICTURE,
                FaceOfPicture.of(same.face()),
                same.person(),
                FaceOfPicture.of(same.otherFace()),
                same.other(),
                same.differingBits(),
                same.equalFiles());
    }

    record Model(String name, String version, String sha256) {}

    record Rejected(String picture, String cause, String message) {

        static Rejected of(RejectedPicture rejected) {
            return new Rejected(rejected.picture(), rejected.cause().name(), rejected.message());
        }
    }

    record Group(
            String name,
            String objective,
            @Nullable Double objectiveValue,
            String optimality,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double gap,
            String search,
            long evaluations,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HeldOut heldOutError,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Widest widestPair,
            String representativeFloat64LeBase64,
            Iterable<Face> faces) {

        static Group of(PlannedGroup group) {
            return new Group(
                    group.name(),
                    group.objective(),
                    group.objectiveValue().isPresent() ? group.objectiveValue().getAsDouble() : null,
                    optimality(group.optimality()),
                    group.optimality() instanceof Optimality.WithinGap within ? within.gap() : null,
                    group.search(),
                    group.evaluations(),
                    group.heldOutError().map(HeldOut::of).orElse(null),
                    group.widest().map(Widest::of).orElse(null),
                    encoded(group.representative()),
                    each(group.faces(), Face::of));
        }

        private static String optimality(Optimality optimality) {
            if (optimality instanceof Optimality.WithinGap) {
                return WITHIN_GAP;
            }
            return optimality instanceof Optimality.Proven ? PROVEN : HEURISTIC;
        }

        private static String encoded(Representative representative) {
            double[] values = representative.toArray();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(values);
            return Base64.getEncoder().encodeToString(bytes.array());
        }
    }

    record HeldOut(int folds, double mean, double standardError) {

        static HeldOut of(HeldOutError error) {
            return new HeldOut(error.folds(), error.mean(), error.standardError());
        }
    }

    record Widest(FaceOfPicture first, FaceOfPicture second, double similarity) {

        static Widest of(WidestPair widest) {
            return new Widest(
                    FaceOfPicture.of(widest.first()), FaceOfPicture.of(widest.second()), widest.similarity());
        }
    }

    record FaceOfPicture(String picture, int face) {

        static FaceOfPicture of(FaceId id) {
            return new FaceOfPicture(id.source(), id.face());
        }
    }

    record Face(
            String picture,
            int face,
            boolean kept,
            double quality,
            double distanceToRepresentative,
            @Nullable Double distanceToNearestKept,
            String reason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FaceOfPicture copyOf,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Detection detection,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String qualityReason) {

        static Face of(PlannedFace face) {
            double nearest = face.distanceToNearestKept();
            return new Face(
                    face.picture(),
                    face.face(),
                    face.kept(),
                    face.quality(),
                    face.distanceToRepresentative(),
                    Double.isInfinite(nearest) ? null : nearest,
                    face.reason(),
                    face.copyOf().map(FaceOfPicture::of).orElse(null),
                    face.sha256(),
                    face.detection().map(Detection::of).orElse(null),
                    face.qualityReason().orElse(null));
        }
    }

    record Detection(double confidence, double left, double top, double width, double height, List<Place> landmarks) {

        static Detection of(DetectedFace face) {
            Box box = face.box();
            List<Place> landmarks = face.landmarks().points().stream()
                    .map(point -> new Place(point.x(), point.y()))
                    .toList();
            return new Detection(face.confidence(), box.left(), box.top(), box.width(), box.height(), landmarks);
        }
    }

    record Place(double x, double y) {}

    record Nearer(
            String finding,
            FaceOfPicture of,
            String person,
            double similarity,
            String otherPerson,
            double similarityToOther) {}

    record Same(
            String finding,
            FaceOfPicture of,
            String person,
            FaceOfPicture other,
            String otherPerson,
            int differingBits,
            boolean equalFiles) {}
}
