package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DedupeCommandTest {

    @TempDir
    private Path folder;

    private Path flat;

    /** Three people's first pictures, flat; of the first one an equal copy and one encoded again. */
    @BeforeEach
    void makeAFlatFolderWithCopies() throws IOException {
        flat = Files.createDirectories(folder.resolve("flat"));
        for (String person : List.of("Ari_Fleischer", "Colin_Powell", "Jacques_Chirac")) {
            Files.copy(first(person), flat.resolve(person + ".jpg"));
        }
        Files.copy(flat.resolve("Ari_Fleischer.jpg"), flat.resolve("copy.jpg"));
        BufferedImage image = ImageIO.read(flat.resolve("Ari_Fleischer.jpg").toFile());
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        rgb.getGraphics().drawImage(image, 0, 0, null);
        ImageIO.write(rgb, "jpg", flat.resolve("encoded-again.jpg").toFile());
    }

    private static Path first(String person) throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("data", "people-aligned", person))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void keepsBestCopyAndFacesWithoutCopies() {
        Path out = folder.resolve("out");
        Run run = Run.of("dedupe", "--crop", "as-is", flat, "--threshold", "0.9", "--keep", "best", "--out", out);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("3 groups: 3 faces kept, 2 dropped; 0 pictures rejected.")
                .contains("3 pictures copied to " + out);
        SelectionPlan plan = SelectionPlan.read(out.resolve("plan.json"));
        assertThat(plan.groups()).extracting(PlannedGroup::name)
                .containsExactly("group-0001", "group-0002", "group-0003");
        PlannedGroup copies = plan.groups().get(0);
        assertThat(copies.faces()).extracting(PlannedFace::picture)
                .containsExactly("Ari_Fleischer.jpg", "copy.jpg", "encoded-again.jpg");
        assertThat(copies.kept()).extracting(PlannedFace::picture).containsExactly("Ari_Fleischer.jpg");
        assertThat(copies.widest()).hasValueSatisfying(pair -> assertThat(pair.similarity()).isBetween(0.9, 1.0));
        assertThat(plan.settings().get("group")).contains("0.9");
        assertThat(Pictures.files(out)).containsExactly(
                "Ari_Fleischer.jpg", "Colin_Powell.jpg", "Jacques_Chirac.jpg", "plan.csv", "plan.json", "report.html");
    }

    @Test
    void usesThresholdOfBuiltInModelAndNamesItInPlan() {
        Path plan = folder.resolve("plan.json");
        Run run = Run.of("dedupe", "--crop", "as-is", flat, "--plan", plan);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 groups: 3 faces kept");
        assertThat(SelectionPlan.read(plan).settings().get("group")).contains("cosine of at least 0.86769");
        assertThat(Pictures.files(flat)).hasSize(5);
    }

    @Test
    void comparesEveryPairOfFewFaces() {
        Path plan = folder.resolve("plan.json");
        assertThat(Run.of("dedupe", "--crop", "as-is", flat, "--plan", plan).exitCode()).isZero();
        assertThat(SelectionPlan.read(plan).settings()).containsEntry("search", "every pair was compared");
    }

    @Test
    void anotherModelHasNoThresholdOfItsOwn() {
        Run run = Run.of(
                "dedupe", "--crop", "as-is", flat, "--plan", folder.resolve("plan.json"), "--embedding-model",
                SharedData.path("models", "mobilefacenet-512-bgr.onnx"), "--embedding-channels", "bgr");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("no default threshold");
        assertThat(folder.resolve("plan.json")).doesNotExist();
    }

    @Test
    void picturesThatLookAlikeAreOneGroup() {
        Path plan = folder.resolve("plan.json");
        Run run = Run.of("dedupe", "--crop", "as-is", flat, "--group", "pictures", "--plan", plan);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("3 groups: 3 faces kept, 2 dropped");
    }

    @Test
    void selectsFromGroupsOfNearDuplicates() {
        Path plan = folder.resolve("plan.json");
        for (String group : List.of("faces", "pictures")) {
            Run run = Run.of("select", "--crop", "as-is", flat, "--group", group, "--keep", "2", "--plan", plan);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("3 groups: 4 faces kept, 1 dropped");
        }
    }

    @Test
    void recordsTheRecallThatIsWanted() {
        Path plan = folder.resolve("plan.json");
        Run run = Run.of("dedupe", "--crop", "as-is", flat, "--group", "faces", "--recall", "0.9999", "--plan", plan);
        assertThat(run.exitCode()).isZero();
        Map<String, String> settings = SelectionPlan.read(plan).settings();
        assertThat(settings.get("group")).endsWith(", recall at least 0.9999");
        assertThat(settings).containsEntry("search", "every pair was compared");
        Path other = folder.resolve("other.json");
        assertThat(Run.of("select", "--crop", "as-is", flat, "--group", "faces", "--keep", "1", "--recall", "1", "--plan", other)
                        .exitCode())
                .isZero();
        assertThat(SelectionPlan.read(other).settings().get("group")).endsWith(", recall at least 1.0");
    }

    @Test
    void rejectsRecallOutOfRangeOrForOtherGroups() {
        for (String recall : List.of("1.5", "-0.1", "NaN", "most")) {
            assertThat(Run.of("dedupe", flat, "--group", "faces", "--recall", recall).exitCode())
                    .isEqualTo(ExitCode.WRONG_USAGE);
        }
        Run pictures = Run.of("dedupe", flat, "--group", "pictures", "--recall", "0.9999");
        assertThat(pictures.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(pictures.errLines().get(0)).contains("--recall is for --group faces");
    }

    @Test
    void rejectsThresholdOutOfRange() {
        assertThat(Run.of("dedupe", flat, "--threshold", "1.5").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("dedupe", flat, "--group", "pictures", "--threshold", "-0.5").exitCode())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("dedupe", flat, "--group", "folders").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("select", flat, "--keep", "1", "--threshold", "0.5").errLines().get(0))
                .contains("--group faces");
    }
}
