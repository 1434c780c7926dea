package io.facequality.plan.internal;

import static io.facequality.internal.SpreadsheetText.marked;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Alike;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Unknown;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The content of {@code people.csv}: one row per face, RFC 4180, UTF-8. A face that nobody was found for has no person. */
final class PeopleCsv {

    private PeopleCsv() {}

    static void write(People people, OutputStream stream) throws IOException {
        try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(writer)) {
            csv.writeRecord(
                    "person", "picture", "face", "probability", "reason", "quality", "certainty", "nearest_person",
                    "nearest_probability", "sha256");
            for (Person person : people.persons()) {
                for (Member member : person.faces()) {
                    write(csv, person, member);
                }
            }
            people.unknown().forEach(face -> write(csv, face));
        }
    }

    private static void write(CsvWriter csv, Person person, Member member) {
        write(
                csv, person.name(), member.face(), Double.toString(member.probability()),
                member.reason().name().toLowerCase(Locale.ROOT), Double.toString(person.certainty()), person.nearest());
    }

    private static void write(CsvWriter csv, Unknown unknown) {
        write(csv, "", unknown.face(), "", "unknown", "", unknown.nearest());
    }

    private static void write(
            CsvWriter csv,
            String person,
            FaceRecord face,
            String probability,
            String reason,
            String certainty,
            Optional<Alike> nearest) {
        csv.writeRecord(
                marked(person),
                marked(face.id().source()),
                Integer.toString(face.id().face()),
                probability,
                reason,
                Double.toString(face.quality().value()),
                certainty,
                marked(nearest.map(Alike::person).orElse("")),
                nearest.map(alike -> Double.toString(alike.probability())).orElse(""),
                face.pictureSha256());
    }
}
