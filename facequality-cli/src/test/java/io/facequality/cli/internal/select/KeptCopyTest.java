package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Run;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which copy is kept, and what the plan says of it, in cases that other tools and earlier versions got wrong. */
class KeptCopyTest {

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void makeAFolder() throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures"));
    }

    @Test
    void keepsTheWholePictureBesideADamagedOne() throws IOException {
        Run run = dedupe(casePictures("05-damaged"));
        assertThat(run.errLines()).anySatisfy(line -> assertThat(line).startsWith("damaged: a_bitrot.jpg: "));
        assertThat(decisions()).containsExactly(
                Map.entry("a_bitrot.jpg", "dropped"), Map.entry("b_good.jpg", "kept"));
        assertThat(reason("a_bitrot.jpg")).startsWith("It is damaged: ").endsWith("; b_good.jpg is whole.");
        assertThat(Files.readString(folder.resolve("plan/report.html"))).contains(reason("a_bitrot.jpg"));
        assertThat(Files.readString(folder.resolve("plan/plan.csv"))).contains(reason("a_bitrot.jpg"));
    }

    @Test
    void keepsTheWholePictureBesideOneWhoseEndWasNeverDownloaded() throws IOException {
        byte[] whole = Files.readAllBytes(casePictures("05-damaged").resolve("b_good.jpg"));
        byte[] withoutItsEnd = whole.clone();
        Arrays.fill(withoutItsEnd, whole.length * 2 / 3, whole.length - 2, (byte) 0);
        Files.write(pictures.resolve("a.jpg"), withoutItsEnd);
        Files.write(pictures.resolve("b.jpg"), whole);
        dedupe(pictures);
        assertThat(decisions()).containsExactly(Map.entry("a.jpg", "dropped"), Map.entry("b.jpg", "kept"));
        assertThat(reason("a.jpg")).startsWith("It is damaged: ");
    }

    @Test
    void keepsTheCamerasOwnPictureBesideALargerFileWithoutItsDate() {
        dedupe(casePictures("08-exif"));
        assertThat(decisions()).containsExactly(
                Map.entry("IMG_2019.jpg", "kept"), Map.entry("resaved_noexif.jpg", "dropped"));
        assertThat(reason("resaved_noexif.jpg"))
                .isEqualTo("IMG_2019.jpg is as good, and has the camera's date, 2019-05-04 10:11:12.");
    }

    @Test
    void keepsAGroupPhotographBesideALargerCutOfOneOfItsFaces() {
        dedupe(casePictures("09-group"));
        assertThat(decisions()).containsExactly(
                Map.entry("portrait_cut_big.jpg", "kept"), Map.entry("whole_group.jpg", "kept"));
        assertThat(reason("whole_group.jpg")).isEqualTo("It shows 5 other faces, which no better copy shows.");
    }

    @Test
    void keepsGroupPhotographWhereAllFacesAreScored() {
        dedupe(casePictures("09-group"), "--faces", "all");
        assertThat(SelectionPlan.read(folder.resolve("plan/plan.json")).droppedPictures()).isEmpty();
    }

    @Test
    void dropsACopyOfAGroupPhotographThatIsKeptForItsOtherFaces() throws IOException {
        Path group = casePictures("09-group");
        Files.copy(group.resolve("portrait_cut_big.jpg"), pictures.resolve("cut.jpg"));
        Files.copy(group.resolve("whole_group.jpg"), pictures.resolve("group.jpg"));
        ImageIO.write(
                ImageIO.read(group.resolve("whole_group.jpg").toFile()),
                "jpg",
                pictures.resolve("group-again.jpg").toFile());
        dedupe(pictures);
        assertThat(decisions()).containsExactly(
                Map.entry("cut.jpg", "kept"),
                Map.entry("group-again.jpg", "dropped"),
                Map.entry("group.jpg", "kept"));
    }

    @Test
    void dropsACutOfAGroupPhotographThatHoldsNoMore() throws IOException {
        Path group = casePictures("09-group").resolve("whole_group.jpg");
        Files.copy(group, pictures.resolve("group.jpg"));
        BufferedImage whole = ImageIO.read(group.toFile());
        ImageIO.write(whole.getSubimage(330, 40, 220, 260), "jpg", pictures.resolve("cut.jpg").toFile());
        dedupe(pictures);
        assertThat(decisions()).containsExactly(Map.entry("cut.jpg", "dropped"), Map.entry("group.jpg", "kept"));
    }

    @Test
    void keepsThePictureBesideAScreenshotOfIt() {
        dedupe(casePictures("23-screenshot"));
        assertThat(decisions()).containsExactly(
                Map.entry("original.jpg", "kept"), Map.entry("screenshot.jpg", "dropped"));
        assertThat(reason("screenshot.jpg")).startsWith("It has bars around the picture");
    }

    @Test
    void keepsThePictureBesideAScreenshotWithoutLossAndWithWords() throws IOException {
        Path original = casePictures("23-screenshot").resolve("original.jpg");
        Files.copy(original, pictures.resolve("z.jpg"));
        BufferedImage picture = ImageIO.read(original.toFile());
        BufferedImage screen = new BufferedImage(600, 1200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = screen.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 600, 1200);
        graphics.drawImage(picture, 0, 375, null);
        graphics.setColor(Color.BLACK);
        graphics.drawString("12:34", 20, 30);
        graphics.fillRect(150, 1170, 300, 8);
        graphics.dispose();
        ImageIO.write(screen, "png", pictures.resolve("a.png").toFile());
        dedupe(pictures);
        assertThat(decisions()).containsExactly(Map.entry("a.png", "dropped"), Map.entry("z.jpg", "kept"));
        assertThat(reason("a.png")).startsWith("It has bars around the picture");
    }

    @Test
    void takesARawFileAndItsJpegAsOnePicture() {
        Run run = dedupe(casePictures("04-raw"));
        assertThat(decisions()).containsExactly(Map.entry("DSC_0001.JPG", "kept"));
        assertThat(run.errLines()).noneSatisfy(line -> assertThat(line).contains("DSC_0001.NEF"));
    }

    private static Path casePictures(String name) {
        return SharedData.path("cases", "choice", name);
    }

    private Run dedupe(Path root, String... options) {
        Object[] arguments = new Object[4 + options.length];
        arguments[0] = "dedupe";
        arguments[1] = root;
        arguments[2] = "--plan";
        arguments[3] = folder.resolve("plan/plan.json");
        System.arraycopy(options, 0, arguments, 4, options.length);
        Run run = Run.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /** Of each picture's only face. */
    private Map<String, String> decisions() {
        Map<String, String> decisions = new TreeMap<>();
        SelectionPlan.read(folder.resolve("plan/plan.json")).groups().forEach(person -> person.faces()
                .forEach(face -> assertThat(decisions.put(face.picture(), face.kept() ? "kept" : "dropped"))
                        .isNull()));
        return decisions;
    }

    private String reason(String picture) {
        return SelectionPlan.read(folder.resolve("plan/plan.json")).groups().stream()
                .flatMap(person -> person.faces().stream())
                .filter(face -> face.picture().equals(picture))
                .map(PlannedFace::reason)
                .findFirst()
                .orElseThrow();
    }
}
