package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectCommandTest {

    @TempDir
    private Path folder;

    @Test
    void copiesKeptPicturesWithFoldersAndWritesPlanBesideThem() {
        Path people = Pictures.people(folder.resolve("people"), 2, 4);
        Path out = folder.resolve("out");
        Run run = Run.of("select", "--crop", "as-is", people, "--keep", "2", "--out", out);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2 people: 4 faces kept, 4 dropped; 0 pictures rejected.")
                .contains("4 pictures copied to " + out)
                .endsWith("Report: " + out.resolve("report.html") + System.lineSeparator());
        SelectionPlan plan = SelectionPlan.read(out.resolve("plan.json"));
        assertThat(Pictures.files(out))
                .contains("plan.json", "plan.csv", "report.html")
                .contains("person-0/best_encoding.npy", "person-1/best_encoding.npy")
                .containsAll(plan.keptPictures().stream().map(picture -> picture.path()).toList())
                .hasSize(9);
    }

    @Test
    void writesPlanWhereAskedAndCopiesNothing() {
        Path people = Pictures.people(folder.resolve("people"), 1, 3);
        Path plan = folder.resolve("review/my.json");
        Run run = Run.of("select", "--crop", "as-is", people, "--keep", "1", "--plan", plan);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Report: " + folder.resolve("review/my-report.html"));
        assertThat(Pictures.files(folder.resolve("review"))).containsExactly("my-report.html", "my.csv", "my.json");

        Path out = folder.resolve("out");
        Run.of("select", "--crop", "as-is", people, "--keep", "1", "--plan", plan, "--out", out);
        assertThat(Pictures.files(out)).hasSize(2).doesNotContain("plan.json").contains("person-0/best_encoding.npy");
    }

    @Test
    void resultsInsideTheInputAreNotTakenForPeople() {
        Path people = Pictures.people(folder.resolve("people"), 2, 3);
        Object[] arguments = {
            "select", "--crop", "as-is", people, "--keep", "1", "--out", people.resolve("selected"), "--plan",
            people.resolve("plan.json")
        };
        assertThat(Run.of(arguments).exitCode()).isZero();
        Run again = Run.of(arguments);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("2 people: 2 faces kept").contains("0 pictures copied").contains("2 in place");
        assertThat(SelectionPlan.read(people.resolve("plan.json")).groups()).extracting(PlannedGroup::name)
                .containsExactly("person-0", "person-1");
    }

    @Test
    void refusesInputFolderAsOutputBeforeWork() {
        Path people = Pictures.people(folder.resolve("people"), 1, 3);
        List<String> before = Pictures.files(people);
        Run run = Run.of("select", people, "--keep", "1", "--out", people.resolve("../people"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("the folder that the pictures lie in");
        assertThat(Pictures.files(people)).isEqualTo(before);
    }

    @Test
    void placesThatCannotBeWrittenToAreFoundBeforeTheWork() throws IOException {
        Path people = Pictures.people(folder.resolve("people"), 1, 3);
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        for (String option : List.of("--out", "--plan")) {
            Run run = Run.of("select", people, "--keep", "1", option, file.resolve("below"));
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines()).singleElement().asString().contains("cannot write the results");
        }
    }

    @Test
    void rejectedPicturesAreNamedAndCountAgainstStrictRuns() throws IOException {
        Path people = Pictures.people(folder.resolve("people"), 1, 3);
        Files.writeString(people.resolve("person-0/text.jpg"), "no picture");
        Object[] arguments = {"select", "--crop", "as-is", people, "--keep", "1", "--out", folder.resolve("out")};
        Run run = Run.of(arguments);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines()).singleElement().asString().startsWith("rejected: ").contains("person-0/text.jpg");
        assertThat(run.out()).contains("1 person: 1 face kept, 2 dropped; 1 picture rejected.");
        Object[] strict = Stream.concat(
                        Arrays.stream(arguments), Stream.of("--strict"))
                .toArray();
        assertThat(Run.of(strict).exitCode()).isEqualTo(ExitCode.REJECTED);
    }

    @Test
    void leavesFilesInTheWayAndFails() throws IOException {
        Path people = Pictures.people(folder.resolve("people"), 2, 1);
        Path taken = folder.resolve("out/person-0/picture-0.png");
        Files.createDirectories(taken.getParent());
        Files.writeString(taken, "mine");
        Run run = Run.of("select", "--crop", "as-is", people, "--keep", "1", "--out", folder.resolve("out"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("something else of that name");
        assertThat(run.out()).contains("1 picture copied");
        assertThat(taken).hasContent("mine");
    }

    @Test
    void usesChosenRepresentation() {
        Path people = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        for (String representation : List.of("mean", "quality-weighted")) {
            Path plan = folder.resolve(representation + ".json");
            Run run = Run.of(
                    "select", "--crop", "as-is", people, "--keep", "3", "--plan", plan, "--representation",
                    representation, "--objective", "central");
            assertThat(run.exitCode()).isZero();
        }
        PlannedGroup mean = SelectionPlan.read(folder.resolve("mean.json")).groups().get(0);
        PlannedGroup weighted = SelectionPlan.read(folder.resolve("quality-weighted.json")).groups().get(0);
        assertThat(mean.kept()).hasSize(3);
        assertThat(mean.objective()).isNotEqualTo(weighted.objective());
        assertThat(mean.representative()).isNotEqualTo(weighted.representative());
    }

    @Test
    void namesEachObjectiveInPlan() {
        Path people = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        for (String objective : List.of("central", "coverage", "diverse", "quality")) {
            Path plan = folder.resolve(objective + ".json");
            Run run = Run.of(
                    "select", "--crop", "as-is", people, "--keep", "3", "--plan", plan, "--objective", objective);
            assertThat(run.exitCode()).isZero();
            assertThat(SelectionPlan.read(plan).settings().get("selector"))
                    .startsWith("FaceSelector[objective=" + objective.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void crossValidationFindsHowManyToKeepAndTheSamePlanComesOutAgain() throws IOException {
        Path people = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        for (String name : List.of("one", "two")) {
            Run run = Run.of(
                    "select", "--crop", "as-is", people, "--keep", "auto", "--keep-at-most", "4", "--folds", "3",
                    "--seed", "9", "--search", "swap", "--max-evaluations", "100000", "--plan",
                    folder.resolve(name + ".json"));
            assertThat(run.exitCode()).isZero();
        }
        SelectionPlan plan = SelectionPlan.read(folder.resolve("one.json"));
        assertThat(plan.settings()).containsEntry("keep", "auto, at most 4");
        assertThat(plan.settings().get("selector"))
                .contains("search=SWAP", "folds=3", "evaluationBudget=100000", "seed=9");
        assertThat(plan.groups().get(0).kept()).hasSizeBetween(1, 4);
        assertThat(plan.groups().get(0).heldOutError().orElseThrow().folds()).isEqualTo(3);
        assertThat(folder.resolve("two.json")).hasSameTextualContentAs(folder.resolve("one.json"));
        assertThat(folder.resolve("one.csv")).content().contains("held_out_standard_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--keep 0 | expected auto or a whole number from 1",
        "--keep all | expected auto or a whole number from 1",
        "--keep 3 --keep-at-most 4 | --keep-at-most is for --keep auto",
        "--keep 3 --objective best | expected one of central, coverage, diverse, quality, found 'best'",
        "--keep 3 --min-distance 0.4 | --min-distance is for --objective quality",
        "--keep 3 --objective quality --min-distance 3 | expected a distance from 0 to 2, found 3.0",
        "--keep 3 --quality-floor 0.4 | --quality-floor is for --objective diverse",
        "--keep 3 --folds 1 | expected from 2 to 1000 folds, found 1",
        "--keep 3 --search fast | expected one of auto, exhaustive, branch-and-bound, swap, greedy, found 'fast'",
        "--keep 3 --max-evaluations 0 | expected a whole number from 1",
        "--keep 3 --max-seconds 99999999 | expected a positive time of at most 365 days"
    })
    void optionsThatMakeNoSenseAreWrongUsageWithAReason(String options, String message) {
        Object[] arguments = Stream.concat(Stream.of("select", folder), Arrays.stream(options.split(" "))).toArray();
        Run run = Run.of(arguments);
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.errLines().get(0)).contains(message);
    }

    @Test
    void otherModelsAreNamedInThePlan() {
        Path people = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        Path plan = folder.resolve("plan.json");
        Run run = Run.of(
                "select", "--crop", "as-is", people, "--keep", "2", "--plan", plan, "--quality-model",
                SharedData.path("models", "embedded", "facequality-mini.onnx"), "--embedding-model",
                SharedData.path("models", "mobilefacenet-512-bgr.onnx"), "--embedding-channels", "bgr");
        assertThat(run.exitCode()).isZero();
        SelectionPlan written = SelectionPlan.read(plan);
        assertThat(written.models().get("embedding").sha256())
                .isEqualTo("87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581");
        assertThat(written.groups().get(0).representative().toArray()).hasSize(512);
    }

    @Test
    void failsForFolderWithoutPicturesAndLeavesNothing() {
        Run run = Run.of("select", folder, "--keep", "1", "--out", folder.resolve("out"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("found none");
        assertThat(Pictures.files(folder)).isEmpty();
    }

    @Test
    void leavesNothingHalfWrittenWhenInterrupted() {
        Path people = Pictures.people(folder.resolve("people"), 2, 3);
        Path out = folder.resolve("out");
        Thread.currentThread().interrupt();
        Run run = Run.of("select", "--crop", "as-is", people, "--keep", "1", "--out", out);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.errLines()).singleElement().asString().contains("interrupted");
        assertThat(out).doesNotExist();
    }

    @Test
    void showsLongSearchAndEndsItOnInterrupt() {
        Path people = Pictures.people(folder.resolve("people"), 1, 40);
        List<String> before = Pictures.files(folder);
        Thread caller = Thread.currentThread();
        Run run = Run.watched(
                shown -> {
                    if (shown.contains(" tried: ")) {
                        caller.interrupt();
                    }
                },
                "select", "--crop", "as-is", people, "--keep", "10", "--search", "exhaustive", "--max-evaluations",
                "1000000000000000", "--max-seconds", "60", "--progress", "always", "--out", folder.resolve("out"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.err()).contains(" of 1000T tried: p");
        assertThat(Pictures.files(folder)).isEqualTo(before);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void warnsOfFolderWithAnotherChoiceAndLeavesIt() throws IOException {
        Path people = Pictures.people(folder.resolve("people"), 1, 4);
        Path out = folder.resolve("out");
        assertThat(Run.of("select", "--crop", "as-is", people, "--keep", "3", "--out", out).exitCode()).isZero();
        List<String> files = Pictures.files(out);
        byte[] plan = Files.readAllBytes(out.resolve("plan.json"));

        Run other = Run.of("select", "--crop", "as-is", people, "--keep", "1", "--out", out);
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.outLines()).first().asString().startsWith(out + " holds 3 pictures of an earlier run.");
        assertThat(other.errLines()).singleElement().asString()
                .contains("files of another choice, such as person-0/", "Nothing was written");
        assertThat(Pictures.files(out)).isEqualTo(files);
        assertThat(out.resolve("plan.json")).hasBinaryContent(plan);

        Files.delete(out.resolve(files.stream().filter(file -> file.endsWith(".png")).findFirst().orElseThrow()));
        Run same = Run.of("select", "--crop", "as-is", people, "--keep", "3", "--out", out);
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("1 picture copied").contains("2 in place");
        assertThat(Pictures.files(out)).isEqualTo(files);
    }
}
