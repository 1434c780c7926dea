package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.DecisionDraft;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.FaceReference;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import io.facequality.plan.internal.decisions.ReviewedPlan;
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
    void honorsDecisionsAboutItsPlan() throws IOException {
        people("--keep", "1");
        List<PlannedGroup> groups = SelectionPlan.read(out.resolve("plan.json")).groups();
        FaceReference ari = kept(groups.get(0));
        FaceReference otherAri = dropped(groups.get(0));
        FaceReference colin = kept(groups.get(1));
        FaceReference jacques = kept(groups.get(2));
        decide(
                DecisionDraft.name(List.of(ari), "Ari"),
                DecisionDraft.between(Type.DIFFERENT, List.of(ari), List.of(otherAri)),
                DecisionDraft.between(Type.SAME, List.of(colin), List.of(jacques)),
                DecisionDraft.of(Type.DROP, List.of(colin)),
                DecisionDraft.of(Type.KEEP, List.of(dropped(groups.get(1)))));

        Run run = people("--keep", "1", "--copy");

        assertThat(run.err()).isEmpty();
        Map<String, String> names = names();
        assertThat(names.get(ari.picture())).isEqualTo("Ari");
        assertThat(names.get(otherAri.picture())).isNotEqualTo("Ari");
        assertThat(names.get(colin.picture())).isEqualTo(names.get(jacques.picture())).startsWith("person-");
        assertThat(names).hasSize(9);
        assertThat(Pictures.files(out))
                .contains("Ari/" + ari.picture())
                .contains(names.get(colin.picture()) + "/" + dropped(groups.get(1)).picture())
                .noneMatch(file -> file.endsWith("/" + colin.picture()));
        assertThat(ReviewedPlan.read(out.resolve("plan.json")).plan().groups())
                .allSatisfy(group -> assertThat(group.faces())
                        .allMatch(face -> names.get(face.picture()).equals(group.name())));

        people("--keep", "1");
        assertThat(names()).isEqualTo(names);
    }

    @Test
    void refusesDecisionAgainstCorrections() throws IOException {
        people("--keep", "1");
        List<PlannedGroup> groups = SelectionPlan.read(out.resolve("plan.json")).groups();
        FaceReference ari = kept(groups.get(0));
        FaceReference colin = kept(groups.get(1));
        decide(DecisionDraft.between(Type.SAME, List.of(ari), List.of(colin)));
        Path corrections = Files.writeString(
                folder.resolve("corrections.csv"),
                "picture,face,other_picture,other_face,people\n" + ari.picture() + ",0," + colin.picture()
                        + ",0,different\n");

        Run run = people("--corrections", corrections);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("is said to be two people").contains(ari.picture()).contains(colin.picture());
    }

    @Test
    void refusesDecisionAgainstKnownPeople() throws IOException {
        people("--keep", "1");
        List<PlannedGroup> groups = SelectionPlan.read(out.resolve("plan.json")).groups();
        decide(DecisionDraft.between(Type.SAME, List.of(kept(groups.get(0))), List.of(kept(groups.get(1)))));
        Path known = folder.resolve("known");
        Files.createDirectories(known.resolve("Ari"));
        Files.createDirectories(known.resolve("Colin"));
        Files.copy(pictures("Ari_Fleischer").get(6), known.resolve("Ari").resolve("one.jpg"));
        Files.copy(pictures("Colin_Powell").get(6), known.resolve("Colin").resolve("one.jpg"));

        Run run = people("--known", known);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("faces of Ari and Colin");
    }

    private void decide(DecisionDraft... drafts) {
        try (DecisionFile file = DecisionFile.open(DecisionFile.beside(out.resolve("plan.json")))) {
            for (DecisionDraft draft : drafts) {
                file.append(List.of(draft));
            }
        }
    }

    private static FaceReference kept(PlannedGroup group) {
        return FaceReference.of(group.kept().get(0));
    }

    private static FaceReference dropped(PlannedGroup group) {
        return FaceReference.of(group.dropped().get(0));
    }

    @Test
    void protectedFolderRenamesNobody() throws IOException {
        people();
        Map<String, String> before = names();
        Files.delete(out.resolve("people.json"));
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Files.copy(pictures("Jacques_Chirac").get(4), archive.resolve("a.jpg"));
        Files.copy(pictures("Abdullah_Gul").get(0), archive.resolve("b.jpg"));
        Files.copy(pictures("Abdullah_Gul").get(1), archive.resolve("c.jpg"));

        Run run = people("--reference", archive, "--keep", "1", "--copy");

        assertThat(run.err()).isEmpty();
        assertThat(names()).isEqualTo(before);
        List<PlannedGroup> groups = SelectionPlan.read(out.resolve("plan.json")).groups();
        assertThat(groups).extracting(PlannedGroup::name)
                .containsExactlyInAnyOrder("person-0001", "person-0002", "person-0003");
        assertThat(groups).anySatisfy(group -> assertThat(group.kept())
                .anyMatch(face -> face.picture().endsWith("archive/a.jpg")));
        assertThat(Pictures.files(out)).noneMatch(file -> file.endsWith("/a.jpg"));
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
