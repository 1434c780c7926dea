package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceId;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import io.facequality.testing.SharedData;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a selection keeps where there are several copies of a shot, and which folders go before others. */
class ShotSelectionTest {

    private static final String WHOLE = "05-damaged/b_good.jpg";
    private static final String DATED = "08-exif/IMG_2019.jpg";
    private static final String AGAIN = "08-exif/resaved_noexif.jpg";
    private static final String FRAMED = "23-screenshot/screenshot.jpg";

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void makeFolder() throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures"));
    }

    @Test
    void keepsTheBestCopyInEveryCase() {
        assertThat(keptOf("04-raw")).containsExactly("DSC_0001.JPG");
        assertThat(keptOf("05-damaged")).containsExactly("b_good.jpg");
        assertThat(keptOf("08-exif")).containsExactly("IMG_2019.jpg");
        assertThat(keptOf("23-screenshot")).containsExactly("original.jpg");
    }

    @Test
    void dropsNoGroupPhotographAsCopyOfOneOfItsFaces() {
        select(caseFolder("09-group"), "1");
        assertThat(face("whole_group.jpg").copyOf()).isEmpty();
        assertThat(face("portrait_cut_big.jpg").copyOf()).isEmpty();
    }

    @Test
    void saysWhoseCopyIsDroppedInEveryFile() throws IOException {
        select(caseFolder("08-exif"), "1");
        assertThat(face("resaved_noexif.jpg").copyOf()).contains(new FaceId("IMG_2019.jpg", 0));
        assertThat(face("resaved_noexif.jpg").reason())
                .isEqualTo("dropped: a copy of IMG_2019.jpg. IMG_2019.jpg is as good, and has the camera's date, "
                        + "2019-05-04 10:11:12.");
        List<String> table = Files.readAllLines(folder.resolve("plan/plan.csv"));
        assertThat(table.get(0)).endsWith(",copy_of,copy_of_face,decided_by,quality_reason,protected");
        assertThat(table.get(2)).startsWith(".,resaved_noexif.jpg,").contains(",IMG_2019.jpg,0,program,");
        assertThat(plan().settings().get("copies")).startsWith("one candidate: ");
    }

    @Test
    void keepsSecondCopyWhereShotsDoNotSuffice() throws IOException {
        copy(DATED, "a.jpg");
        copy(AGAIN, "b.jpg");
        copy(WHOLE, "c.jpg");
        select(pictures, "2");
        assertThat(kept()).containsExactly("a.jpg", "c.jpg");
        select(pictures, "3");
        assertThat(face("b.jpg").reason()).isEqualTo("kept: a copy of a.jpg, since there are no more than 2 shots");
    }

    @Test
    void choosesAmongCopiesAsTheyAreWhereAsked() throws IOException {
        copy(DATED, "a.jpg");
        copy(AGAIN, "b.jpg");
        copy(WHOLE, "c.jpg");
        select(pictures, "2", "--objective", "central", "--copies", "as-they-are");
        assertThat(plan().settings()).containsEntry("copies", "as they are");
        assertThat(plan().groups().get(0).faces()).allSatisfy(face -> assertThat(face.copyOf()).isEmpty());
        assertThat(plan().groups().get(0).objectiveValue()).isPresent();
    }

    @Test
    void keepsTheOneThatIsNotMirroredWhereOtherCopiesTell() throws IOException {
        Path original = caseFolder("23-screenshot").resolve("original.jpg");
        BufferedImage picture = ImageIO.read(original.toFile());
        AffineTransform mirror = AffineTransform.getScaleInstance(-1, 1);
        mirror.translate(-picture.getWidth(), 0);
        ImageIO.write(new AffineTransformOp(mirror, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(picture, null),
                "png", pictures.resolve("a-mirrored.png").toFile());
        ImageIO.write(picture, "jpg", pictures.resolve("b-again.jpg").toFile());
        copy("23-screenshot/original.jpg", "c.jpg");
        select(pictures, "1");
        assertThat(kept()).containsExactly("c.jpg");
        assertThat(face("a-mirrored.png").reason()).contains("It is mirrored, and most of its copies are not.");
    }

    @Test
    void neverDropsProtectedPicturesWhereverTheyLie() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive/b"));
        Files.copy(caseFolder("08-exif").resolve("resaved_noexif.jpg"), archive.resolve("old.jpg"));
        copy(DATED, "a/new.jpg");
        copy(WHOLE, "a/other.jpg");
        String old = archive.toRealPath().resolve("old.jpg").toString();
        for (String command : List.of("select", "dedupe")) {
            run(command, pictures, "--reference", folder.resolve("archive"));
            assertThat(face("a/new.jpg").kept()).isFalse();
            assertThat(face("a/new.jpg").copyOf()).contains(new FaceId(old, 0));
            assertThat(face(old).kept()).isTrue();
        }
        assertThat(plan().references()).containsExactly(folder.resolve("archive").toRealPath());
        Run apply = Run.of("apply", folder.resolve("plan/plan.json"), "--out", folder.resolve("out"), "--mode", "move");
        assertThat(apply.out()).contains("1 picture moved");
        assertThat(folder.resolve("out/a/new.jpg")).exists();
        assertThat(Path.of(old)).exists();
    }

    @Test
    void movesNoPictureWhoseProtectedCopyIsGone() throws IOException {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Path old = Files.copy(caseFolder("08-exif").resolve("resaved_noexif.jpg"), archive.resolve("old.jpg"));
        copy(DATED, "new.jpg");
        run("dedupe", pictures, "--reference", archive);
        Files.delete(old);
        Run apply = Run.of("apply", folder.resolve("plan/plan.json"), "--out", folder.resolve("out"), "--mode", "move");
        assertThat(apply.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(pictures.resolve("new.jpg")).exists();
    }

    @Test
    void neverDropsProtectedPicturesBelowTheRoot() throws IOException {
        copy(DATED, "inbox/new.jpg");
        copy(AGAIN, "archive/old.jpg");
        run("dedupe", pictures, "--reference", pictures.resolve("archive"));
        assertThat(kept()).containsExactly("archive/old.jpg");
    }

    @Test
    void marksProtectedPicturesInTableAndReport() throws IOException {
        copy(DATED, "inbox/new.jpg");
        copy(AGAIN, "archive/old.jpg");
        run("dedupe", pictures, "--reference", pictures.resolve("archive"));
        assertThat(Files.readAllLines(folder.resolve("plan/plan.csv")))
                .filteredOn(row -> row.endsWith(",yes"))
                .singleElement().asString().contains(",archive/old.jpg,");
        assertThat(folder.resolve("plan/report.html")).content().containsOnlyOnce("\"isProtected\":true");
    }

    @Test
    void keepsCopyInPreferredFolderWhereCopiesAreAsGood() throws IOException {
        copy(DATED, "a/new.jpg");
        copy(AGAIN, "b/old.jpg");
        copy(FRAMED, "b/framed.jpg");
        copy("23-screenshot/original.jpg", "a/original.jpg");
        run("dedupe", pictures, "--prefer", pictures.resolve("b"));
        assertThat(kept()).containsExactlyInAnyOrder("a/original.jpg", "b/old.jpg");
        assertThat(face("a/new.jpg").reason()).isEqualTo("b/old.jpg is as good, and lies in a folder that is preferred.");
    }

    private List<String> keptOf(String name) {
        select(caseFolder(name), "1");
        return kept();
    }

    private static Path caseFolder(String name) {
        return SharedData.path("cases", "choice", name);
    }

    private void copy(String from, String to) throws IOException {
        Path file = pictures.resolve(to);
        Files.createDirectories(file.getParent());
        Files.copy(caseFolder(from), file);
    }

    private void select(Path root, String keep, Object... options) {
        List<Object> all = new ArrayList<>(List.of("--keep", keep));
        all.addAll(List.of(options));
        runWith("select", root, all);
    }

    private void run(String command, Path root, Object... options) {
        List<Object> all = new ArrayList<>(List.of(options));
        if (command.equals("select")) {
            all.addAll(List.of("--keep", "1"));
        }
        runWith(command, root, all);
    }

    private void runWith(String command, Path root, List<Object> options) {
        List<Object> arguments = new ArrayList<>(List.of(command, root, "--plan", folder.resolve("plan/plan.json")));
        arguments.addAll(options);
        Run run = Run.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private SelectionPlan plan() {
        return SelectionPlan.read(folder.resolve("plan/plan.json"));
    }

    private List<String> kept() {
        return plan().keptPictures().stream().map(PlannedPicture::path).toList();
    }

    private PlannedFace face(String picture) {
        Optional<PlannedFace> found = plan().groups().stream()
                .flatMap(person -> person.faces().stream())
                .filter(face -> face.picture().equals(picture))
                .findFirst();
        return found.orElseThrow();
    }
}
