package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleCommandTest {

    private static final List<String> PEOPLE = List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac");

    @TempDir
    private Path folder;

    private Path flat;
    private Path out;

    /** Three people's first pictures, flat. */
    @BeforeEach
    void makeFlatFolder() throws IOException {
        flat = Files.createDirectories(folder.resolve("flat"));
        out = folder.resolve("out");
        copyPictures(0, 3);
    }

    private void copyPictures(int from, int to) throws IOException {
        for (String person : PEOPLE) {
            List<Path> pictures = pictures(person);
            for (int i = from; i < to; i++) {
                Files.copy(pictures.get(i), flat.resolve(pictures.get(i).getFileName()));
            }
        }
    }

    private static List<Path> pictures(String person) throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("data", "people-aligned", person))) {
            return files.sorted().toList();
        }
    }

    private Run people(Object... more) {
        Object[] all = Stream.concat(Stream.of("people", "--crop", "as-is", flat, "--out", out), Stream.of(more)).toArray();
        return Run.of(all);
    }

    private Map<String, String> names() throws IOException {
        Map<String, String> names = new TreeMap<>();
        JsonNode root = new JsonMapper().readTree(out.resolve("people.json").toFile());
        for (JsonNode person : root.get("people")) {
            for (JsonNode face : person.get("faces")) {
                names.put(face.get("picture").asText(), person.get("name").asText());
            }
        }
        return names;
    }

    @Test
    void findsPeopleAndWritesThreeFiles() throws IOException {
        Run run = people();
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 people: 9 faces, 0 unknown faces; 0 pictures rejected.");
        assertThat(names().values().stream().distinct()).containsExactly("person-0001", "person-0002", "person-0003");
        assertThat(Pictures.files(out)).containsExactly("people.csv", "people.html", "people.json");
        assertThat(Files.readString(out.resolve("people.html"))).contains("person-0002").contains("data:image/jpeg");
        assertThat(Files.readAllLines(out.resolve("people.csv"))).hasSize(10);
    }

    @Test
    void keepsNamesWhenPicturesAreAdded() throws IOException {
        people();
        Map<String, String> before = names();
        Path first = pictures("Jacques_Chirac").get(0);
        Files.copy(first, flat.resolve("0-comes-first.jpg"));
        copyPictures(3, 5);
        people();
        assertThat(names()).containsAllEntriesOf(before).hasSize(16);
        assertThat(names().get("0-comes-first.jpg")).isEqualTo("person-0003");
    }

    @Test
    void honorsCorrectionsAndKnownPeople() throws IOException {
        people();
        List<String> ari = names().keySet().stream().filter(name -> name.startsWith("Ari")).toList();
        Path corrections = Files.writeString(
                folder.resolve("corrections.csv"),
                "picture,face,other_picture,other_face,people\n" + ari.get(0) + ",0," + ari.get(1) + ",,different\n");
        Path known = Files.createDirectories(folder.resolve("known").resolve("Colin"));
        Files.copy(pictures("Colin_Powell").get(6), known.resolve("one.jpg"));
        Run run = people("--corrections", corrections, "--known", folder.resolve("known"));
        assertThat(run.err()).isEmpty();
        assertThat(names().get(ari.get(0))).isNotEqualTo(names().get(ari.get(1)));
        assertThat(names()).containsValue("Colin").doesNotContainKey("one.jpg");
    }

    @Test
    void copiesWhatIsKeptIntoFolderOfEachPerson() {
        Run run = people("--keep", "1", "--copy");
        assertThat(run.out()).contains("3 pictures copied to " + out);
        assertThat(Pictures.files(out)).anyMatch(name -> name.startsWith("person-0001/"));
        SelectionPlan plan = SelectionPlan.read(out.resolve("plan.json"));
        assertThat(plan.groups()).extracting(PlannedGroup::name)
                .containsExactly("person-0001", "person-0002", "person-0003");
        assertThat(plan.settings().get("group")).contains("people").contains("calibrated on");
    }

    @Test
    void namesLineOfWrongCorrection() throws IOException {
        Path corrections = Files.writeString(
                folder.resolve("corrections.csv"),
                "picture,face,other_picture,other_face,people\na.jpg,0,b.jpg,0,maybe\n");
        Run run = people("--corrections", corrections);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("line 2").contains("same or different").contains("maybe");
    }

    @Test
    void needsCalibrationForAnotherModel() {
        Run run = people(
                "--embedding-model", SharedData.path("models", "mobilefacenet-512-bgr.onnx"), "--embedding-channels", "bgr");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Calibrate for it on a folder of people");
    }

    @Test
    void copyingNeedsPlace() {
        Run run = Run.of("people", flat, "--copy");
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.err()).contains("--copy needs --out");
    }
}
