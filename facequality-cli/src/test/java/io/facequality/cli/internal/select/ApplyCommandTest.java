package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.DecisionDraft;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.FaceReference;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {

    @TempDir
    private Path folder;

    private Path people;
    private Path plan;
    private Path out;
    private List<String> before;

    @BeforeEach
    void makePlanThatKeepsTwoOfFour() {
        people = Pictures.people(folder.resolve("people"), 1, 4);
        plan = folder.resolve("review/plan.json");
        out = folder.resolve("out");
        before = Pictures.files(people);
        assertThat(Run.of("select", "--crop", "as-is", people, "--keep", "2", "--plan", plan).exitCode()).isZero();
    }

    @Test
    void copiesAndLinksAreMadeOfWhatIsKept() throws IOException {
        Run copied = Run.of("apply", plan, "--out", out, "--mode", "copy");
        assertThat(copied.exitCode()).isZero();
        assertThat(copied.err()).isEmpty();
        assertThat(copied.outLines()).containsExactly("Pictures of " + people, "2 pictures copied to " + out + ".");
        assertThat(Pictures.files(out)).hasSize(3).contains("person-0/best_encoding.npy");
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "copy").outLines())
                .containsExactly(
                        "Pictures of " + people,
                        out + " holds 2 pictures already. Those of another choice stay among the new ones.",
                        "0 pictures copied to " + out + "; 2 in place before.");

        Path links = folder.resolve("links");
        assertThat(Run.of("apply", plan, "--out", links, "--mode", "link").outLines())
                .containsExactly("Pictures of " + people, "2 pictures linked to " + links + ".");
        String picture = Pictures.files(links).get(1);
        assertThat(Files.isSameFile(links.resolve(picture), people.resolve(picture))).isTrue();
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void honorsWhatAPersonDecided() {
        List<PlannedFace> faces = SelectionPlan.read(plan).groups().get(0).faces();
        try (DecisionFile decisions = DecisionFile.open(DecisionFile.beside(plan))) {
            decisions.append(List.of(DecisionDraft.of(Type.KEEP, faces.stream().map(FaceReference::of).toList())));
        }
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "copy").outLines())
                .containsExactly(
                        "Pictures of " + people, "1 group as decided in decisions.json.",
                        "4 pictures copied to " + out + ".");
    }

    @Test
    void aLaterRunHonorsWhatAPersonDecided() {
        PlannedFace dropped = SelectionPlan.read(plan).groups().get(0).dropped().get(0);
        try (DecisionFile decisions = DecisionFile.open(DecisionFile.beside(plan))) {
            decisions.append(List.of(DecisionDraft.of(Type.KEEP, List.of(FaceReference.of(dropped)))));
        }
        Run again = Run.of("select", "--crop", "as-is", people, "--keep", "2", "--plan", plan, "--out", out);
        assertThat(again.outLines()).contains("1 person: 3 faces kept, 1 dropped; 0 pictures rejected.");
        assertThat(out.resolve(dropped.picture())).exists();
        assertThat(plan.resolveSibling("plan.csv")).content().contains(",person");
    }

    @Test
    void movesDroppedPicturesToQuarantineAndBack() {
        Run moved = Run.of("apply", plan, "--out", out, "--mode", "move");
        assertThat(moved.exitCode()).isZero();
        assertThat(moved.outLines()).containsExactly(
                "Pictures of " + people,
                "2 pictures moved to " + out + ".",
                "To move them back: facequality apply " + out.resolve("undo.json"));
        assertThat(Pictures.files(people)).hasSize(2);
        assertThat(Pictures.files(out)).hasSize(3).contains("undo.json");

        Run restored = Run.of("apply", out.resolve("undo.json"), "--yes");
        assertThat(restored.exitCode()).isZero();
        assertThat(restored.outLines()).containsExactly("Pictures of " + people, "2 pictures moved back.");
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void undoesBelowTheCurrentFolderWithoutAsking() throws IOException {
        Path below = Files.createTempDirectory(Path.of("target"), "undo");
        Path here = Pictures.people(below.resolve("people"), 1, 4).toAbsolutePath();
        Run.of("select", "--crop", "as-is", here, "--keep", "2", "--plan", below.resolve("review/plan.json"));
        Run.of("apply", below.resolve("review/plan.json"), "--out", below.resolve("out"), "--mode", "move");
        assertThat(Run.of("apply", below.resolve("out/undo.json")).outLines())
                .containsExactly("Pictures of " + here, "2 pictures moved back.");
        assertThat(Pictures.files(here)).isEqualTo(before);
    }

    @Test
    void refusesToUndoElsewhereWhereNobodyCanBeAsked() throws IOException {
        Run.of("apply", plan, "--out", out, "--mode", "move");
        Path current = Path.of("").toRealPath();
        Run run = Run.of("apply", out.resolve("undo.json"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString()
                .contains(people.toString(), "a folder below the current one, " + current, "--yes", "--root");
        assertThat(Pictures.files(people)).hasSize(2);

        Path link = Files.createSymbolicLink(
                Files.createTempDirectory(Path.of("target"), "undo").toAbsolutePath().resolve("link"), people);
        Path undo = out.resolve("undo.json");
        Files.writeString(undo, Files.readString(undo).replace(people.toString(), link.toString()));
        assertThat(Run.of("apply", undo).exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(Pictures.files(people)).hasSize(2);
        assertThat(Run.of("apply", undo, "--root", people).exitCode()).isZero();
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void asksBeforeItUndoes() {
        Run.of("apply", plan, "--out", out, "--mode", "move");
        for (String answer : List.of("", "\n", "no\n", "never\n")) {
            Run run = Run.answered(answer, "apply", out.resolve("undo.json"));
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("Move the pictures back to " + people + "? [y/N] ", "Nothing was moved.");
        }
        assertThat(Pictures.files(people)).hasSize(2);
        assertThat(Run.answered("Y\n", "apply", out.resolve("undo.json")).exitCode()).isZero();
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void asksNothingWhereTheFolderIsNamedOrYesIsSaid() {
        for (List<Object> said : List.<List<Object>>of(List.of("--yes"), List.of("--root", people))) {
            Run.of("apply", plan, "--out", out, "--mode", "move");
            Path undo = said.contains("--yes") ? out.resolve("undo.json") : out.resolve("undo-2.json");
            Run run = Run.answered("no\n", Stream.concat(Stream.of("apply", undo), said.stream()).toArray());
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).doesNotContain("[y/N]");
            assertThat(Pictures.files(people)).isEqualTo(before);
        }
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "copy", "--yes").exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void recognizesUndoFileByContent() throws IOException {
        Run.of("apply", plan, "--out", out, "--mode", "move", "--what", "kept");
        Path renamed = Files.move(out.resolve("undo.json"), out.resolve("back again.txt"));
        assertThat(Run.of("apply", renamed, "--mode", "copy").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("apply", renamed, "--yes").exitCode()).isZero();
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void appliesToOtherPicturesOnRequest() {
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "copy", "--what", "dropped").exitCode()).isZero();
        assertThat(Pictures.files(out)).hasSize(2).doesNotContain("person-0/best_encoding.npy");
    }

    @Test
    void reportsChangedPictureAndMovesOthers() throws IOException {
        Run.of("apply", plan, "--out", out, "--mode", "copy");
        String picture = Pictures.files(out).get(1);
        Files.writeString(people.resolve(picture), "something else");
        Run run = Run.of("apply", plan, "--out", folder.resolve("new"), "--mode", "copy");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines()).contains("1 picture copied to " + folder.resolve("new") + ".");
        assertThat(run.errLines()).singleElement().asString().startsWith("facequality: ").contains(picture);
    }

    @Test
    void requiresFolderAndMode() {
        for (Run run : List.of(
                Run.of("apply", plan), Run.of("apply", plan, "--out", out), Run.of("apply", plan, "--mode", "copy"))) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(run.errLines().get(0)).contains("a plan needs --out DIR and --mode");
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void reportsPlaceOfErrorInFileThatIsNoPlan() throws IOException {
        Path cut = folder.resolve("cut.json");
        Files.writeString(cut, Files.readString(plan).substring(0, 300));
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format\": \"recipe/2\"}");
        for (Path file : List.of(cut, other, folder.resolve("missing.json"), folder.resolve("review/plan.csv"))) {
            Run run = Run.of("apply", file, "--out", out, "--mode", "copy");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines()).singleElement().asString().contains(file.getFileName().toString());
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void acceptsNewNameOfRenamedRoot() throws IOException {
        Path renamed = Files.move(people, folder.resolve("renamed"));
        Run gone = Run.of("apply", plan, "--out", out, "--mode", "move");
        assertThat(gone.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(gone.out()).isEmpty();
        assertThat(gone.errLines()).singleElement().asString()
                .contains(people.toString(), "found no such folder", "--root DIR");
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "move", "--root", renamed).outLines())
                .contains("Pictures of " + renamed, "2 pictures moved to " + out + ".");
        Path again = Files.move(renamed, folder.resolve("again"));
        assertThat(Run.of("apply", out.resolve("undo.json")).errLines()).singleElement().asString().contains("--root DIR");
        assertThat(Run.of("apply", out.resolve("undo.json"), "--root", again).outLines())
                .containsExactly("Pictures of " + again, "2 pictures moved back.");
        assertThat(Pictures.files(again)).isEqualTo(before);
    }

    @Test
    void namesOwnUndoFileOfSecondMove() {
        Run.of("apply", plan, "--out", out, "--mode", "move");
        assertThat(Run.of("apply", plan, "--out", out, "--mode", "move").outLines())
                .contains("To move them back: facequality apply " + out.resolve("undo-2.json"));
    }

    @Test
    void keepsLastCopyInPlace() throws IOException {
        Run.of("apply", plan, "--out", folder.resolve("kept"), "--mode", "move", "--what", "kept");
        Run run = Run.of("apply", plan, "--out", out, "--mode", "move");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(2).allMatch(line -> line.contains("found no such file at person-0/"));
        assertThat(Pictures.files(people)).hasSize(2);
    }
}
