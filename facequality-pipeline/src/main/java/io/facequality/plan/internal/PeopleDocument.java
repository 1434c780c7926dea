package io.facequality.plan.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.facequality.DetectedFace;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.group.People;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code people.json}. The components of the records and their order are the format, which {@link
 * EarlierPeople} reads in part.
 */
record PeopleDocument(
        String format,
        String version,
        String root,
        Map<String, String> settings,
        Map<String, Model> models,
        List<Person> people,
        List<Unknown> unknown,
        List<Rejected> rejected) {

    static final String FORMAT = "facequality-people/1";

    static void write(FoundPeople found, OutputStream stream) throws IOException {
        Map<String, Model> models = new LinkedHashMap<>();
        found.plan().models().forEach((role, id) -> models.put(role, Model.of(id)));
        PrettyJson.write(
                new PeopleDocument(
                        FORMAT,
                        found.plan().version(),
                        found.plan().root().toString(),
                        found.plan().settings(),
                        models,
                        found.people().persons().stream().map(Person::of).toList(),
                        found.people().unknown().stream().map(Unknown::of).toList(),
                        found.plan().rejected().stream().map(Rejected::of).toList()),
                stream);
    }

    record Model(String name, String version, String sha256) {

        static Model of(ModelId id) {
            return new Model(id.name(), id.version(), id.sha256());
        }
    }

    record Person(
            String name,
            double certainty,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Nearest nearest,
            List<Face> faces) {

        static Person of(People.Person person) {
            return new Person(
                    person.name(),
                    person.certainty(),
                    person.nearest().map(Nearest::of).orElse(null),
                    person.faces().stream().map(Face::of).toList());
        }
    }

    record Nearest(String person, double probability) {

        static Nearest of(People.Alike alike) {
            return new Nearest(alike.person(), alike.probability());
        }
    }

    record Face(
            String picture,
            int face,
            double probability,
            String reason,
            double quality,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Box box) {

        static Face of(People.Member member) {
            FaceRecord face = member.face();
            return new Face(
                    face.id().source(),
                    face.id().face(),
                    member.probability(),
                    member.reason().name().toLowerCase(Locale.ROOT),
                    face.quality().value(),
                    face.pictureSha256(),
                    Box.of(face));
        }
    }

    record Unknown(
            String picture,
            int face,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Nearest nearest,
            double quality,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Box box) {

        static Unknown of(People.Unknown unknown) {
            FaceRecord face = unknown.face();
            return new Unknown(
                    face.id().source(),
                    face.id().face(),
                    unknown.nearest().map(Nearest::of).orElse(null),
                    face.quality().value(),
                    face.pictureSha256(),
                    Box.of(face));
        }
    }

    record Box(double left, double top, double width, double height) {

        static @Nullable Box of(FaceRecord face) {
            return face.detection().map(DetectedFace::box).map(Box::of).orElse(null);
        }

        private static Box of(DetectedFace.Box box) {
            return new Box(box.left(), box.top(), box.width(), box.height());
        }
    }

    record Rejected(String picture, String cause, String message) {

        static Rejected of(RejectedPicture rejected) {
            return new Rejected(rejected.picture(), rejected.cause().name(), rejected.message());
        }
    }
}
