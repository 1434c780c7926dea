package io.facequality.plan.internal;

import io.facequality.FaceId;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.group.People.Alike;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Unknown;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.OrderedFlow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * People as one self-contained page without scripts: one row per person, the most uncertain first, and of each person
 * the least likely faces first. Names come from whoever named the files, and stand there as text.
 */
final class PeoplePage {

    private static final Pattern MARKER = Pattern.compile("\\{\\{([a-z-]+)}}");

    /** Faces that a row shows; the others are counted. */
    private static final int SHOWN = 12;

    /** Unknown faces that the page shows; the others are counted. */
    private static final int UNKNOWN_SHOWN = 200;

    private final FoundPeople found;
    private final OutputStream stream;
    private final String style = resource("people.css");
    private final ReportThumbnails thumbnails;
    private final Map<FaceId, String> jpegs = new HashMap<>();

    private PeoplePage(FoundPeople found, OutputStream stream) {
        this.found = found;
        this.stream = stream;
        this.thumbnails = ReportThumbnails.of(found.plan());
    }

    static void write(FoundPeople found, ProgressListener listener, OutputStream stream) throws IOException {
        PeoplePage page = new PeoplePage(found, stream);
        page.makeThumbnails(listener);
        page.write();
    }

    private void makeThumbnails(ProgressListener listener) {
        long total = thumbnails.total();
        long[] done = {0, 0};
        new OrderedFlow(Runtime.getRuntime().availableProcessors())
                .run(thumbnails.pictures(), thumbnails::make, (ReportThumbnails.PictureThumbnails made) -> {
                    ReportThumbnails.PictureThumbnails fitting = thumbnails.withinRoom(made);
                    fitting.thumbnails().stream()
                            .filter(thumbnail -> !thumbnail.base64().isEmpty())
                            .forEach(thumbnail -> jpegs.put(thumbnail.face().id(), thumbnail.base64()));
                    done[0] += fitting.thumbnails().size();
                    done[1] += fitting.missing();
                    listener.onProgress(new Progress(Progress.Stage.REPORTING, done[0], total, done[1]));
                });
    }

    private void write() throws IOException {
        String template = resource("people.html");
        int written = 0;
        for (Matcher marker = MARKER.matcher(template); marker.find(); written = marker.end()) {
            write(template.substring(written, marker.start()));
            writeInPlaceOf(marker.group(1));
        }
        write(template.substring(written));
    }

    private void writeInPlaceOf(String marker) throws IOException {
        switch (marker) {
            case "style" -> write(style);
            case "style-digest" -> write(policyDigest(style));
            case "root" -> write(text(found.plan().root().toString()));
            case "people" -> write(count(found.people().persons().size()));
            case "faces" -> write(count(
                    found.people().persons().stream().mapToLong(person -> person.faces().size()).sum()));
            case "unknown" -> write(count(found.people().unknown().size()));
            case "rejected" -> write(count(found.plan().rejected().size()));
            case "rows" -> writeRows();
            case "unknown-faces" -> writeUnknown();
            case "settings" -> writeSettings();
            default -> throw new IllegalStateException("the page's template has an unknown marker: " + marker);
        }
    }

    private void writeRows() throws IOException {
        List<Person> rows = found.people().persons().stream()
                .sorted(Comparator.comparingDouble(Person::certainty).thenComparing(Person::name))
                .toList();
        for (Person person : rows) {
            write("<tr><th scope=\"row\"><bdi>" + text(person.name()) + "</bdi></th>"
                    + "<td>" + count(person.faces().size()) + "</td>"
                    + "<td>" + percent(person.certainty()) + "</td>"
                    + "<td>" + alike(person.nearest()) + "</td>"
                    + "<td>" + faces(person) + "</td></tr>\n");
        }
    }

    private String faces(Person person) {
        List<Member> leastLikely = person.faces().stream()
                .sorted(Comparator.comparingDouble(Member::probability)
                        .thenComparing(member -> member.face().id()))
                .toList();
        String shown = leastLikely.stream()
                .limit(SHOWN)
                .map(member -> face(
                        member.face().id(),
                        percent(member.probability()) + ", " + member.reason().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining());
        return shown + more(leastLikely.size() - SHOWN);
    }

    private void writeUnknown() throws IOException {
        List<Unknown> unknown = found.people().unknown();
        for (Unknown face : unknown.subList(0, Math.min(UNKNOWN_SHOWN, unknown.size()))) {
            write(face(face.face().id(), face.nearest().map(this::words).orElse("nobody alike")));
        }
        write(more(unknown.size() - UNKNOWN_SHOWN));
    }

    private void writeSettings() throws IOException {
        Stream<Map.Entry<String, String>> models = found.plan().models().entrySet().stream()
                .map(model -> Map.entry(model.getKey(), model.getValue().name() + " " + model.getValue().version()));
        String entries = Stream.concat(models, found.plan().settings().entrySet().stream())
                .map(setting -> "<dt>" + text(setting.getKey()) + "</dt><dd>" + text(setting.getValue()) + "</dd>")
                .collect(Collectors.joining("\n"));
        write(entries);
    }

    private String face(FaceId id, String words) {
        String name = id.face() == 0 ? id.source() : id.source() + " (face " + (id.face() + 1) + ")";
        String title = text(name + ": " + words);
        String jpeg = jpegs.get(id);
        return jpeg == null
                ? "<span class=\"face\" title=\"" + title + "\">no picture</span>"
                : "<img class=\"face\" alt=\"" + title + "\" title=\"" + title + "\" src=\"data:image/jpeg;base64,"
                        + thumbnails.whole(jpeg) + "\"/>";
    }

    private static String more(int count) {
        return count <= 0 ? "" : "<span class=\"more\">and " + count(count) + " more</span>";
    }

    private String alike(Optional<Alike> nearest) {
        return nearest.map(alike -> text(words(alike))).orElse("");
    }

    private String words(Alike alike) {
        return alike.person() + ", " + percent(alike.probability());
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * probability);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Text as markup shows it; control characters, which no markup can hold, become question marks. */
    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replaceAll("\\p{Cntrl}", "?");
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String policyDigest(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private static String resource(String name) {
        try (InputStream resource = PeoplePage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
