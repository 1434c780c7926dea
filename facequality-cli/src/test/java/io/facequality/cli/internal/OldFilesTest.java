package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.TeacherScores;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.internal.labels.DiffusionLabelTable;
import io.facequality.eval.ScoreCalibration;
import io.facequality.pipeline.PictureSearch;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.EarlierPeople;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.PersonDecision;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as the first commits of this project wrote them. They are read, or refused with an error that says what is
 * expected. {@code docs/upgrading.md} says which.
 */
class OldFilesTest {

    private static final ModelId MODEL = new ModelId("test", "1", "ab".repeat(32));

    @TempDir
    private Path folder;

    private Path root;
    private Path a;
    private Path b;
    private Path sidecar;

    @BeforeEach
    void writePictures() throws IOException {
        root = folder.resolve("people").toAbsolutePath();
        a = Pictures.write(root.resolve("ann/a.png"), 1);
        b = Pictures.write(root.resolve("ann/b.png"), 2);
        sidecar = Files.writeString(root.resolve("ann/b.xmp"), "<x:xmpmeta/>");
    }

    private Path old(String name) throws Exception {
        try (InputStream stream = OldFilesTest.class.getResourceAsStream("old/" + name)) {
            String content = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("ROOT", root.toString())
                    .replace("OUT", folder.resolve("out").toString())
                    .replace("SHA-A", sha256(a))
                    .replace("SHA-B", sha256(b))
                    .replace("SHA-XMP", sha256(sidecar));
            return Files.writeString(folder.resolve(name), content);
        }
    }

    private static String sha256(Path file) throws Exception {
        return Files.exists(file)
                ? HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
                : "";
    }

    @Test
    void readsAndAppliesPlanOfTheFirstFormat() throws Exception {
        Path file = old("plan-2026-11-24.json");
        SelectionPlan plan = SelectionPlan.read(file);
        assertThat(plan.groups()).singleElement().satisfies(ann -> {
            assertThat(ann.name()).isEqualTo("ann");
            assertThat(ann.kept()).singleElement().satisfies(face -> assertThat(face.picture()).isEqualTo("ann/a.png"));
            assertThat(ann.faces()).hasSize(2);
            assertThat(ann.widest()).isEmpty();
        });
        assertThat(plan.rejected()).hasSize(1);
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.references()).isEmpty();
        Path copies = folder.resolve("copies");
        Run applied = Run.of("apply", file, "--out", copies, "--mode", "copy");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(copies.resolve("ann/a.png")).hasSameBinaryContentAs(a);
    }

    @Test
    void undoesMoveOfTheFirstFormat() throws Exception {
        Path out = folder.resolve("out");
        Path undo = old("undo-2026-11-24.json");
        byte[] content = Files.readAllBytes(b);
        Files.createDirectories(out.resolve("ann"));
        Files.move(b, out.resolve("ann/b.png"));
        Path inPlace = Files.move(undo, out.resolve("undo.json"));
        Run run = Run.of("apply", inPlace, "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(b).hasBinaryContent(content);
    }

    @ParameterizedTest
    @CsvSource({"undo-2-2026-11-29.json, false", "undo-3-2026-11-30.json, true"})
    void undoesMoveOfALaterFormatWithWhatItTookAlong(String name, boolean tookSidecar) throws Exception {
        Path out = folder.resolve("out");
        Path undo = old(name);
        byte[] content = Files.readAllBytes(b);
        Files.createDirectories(out.resolve("ann"));
        Files.move(b, out.resolve("ann/b.png"));
        if (tookSidecar) {
            Files.move(sidecar, out.resolve("ann/b.xmp"));
        }
        Run run = Run.of("apply", Files.move(undo, out.resolve("undo.json")), "--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(b).hasBinaryContent(content);
        assertThat(sidecar).hasContent("<x:xmpmeta/>");
    }

    @Test
    void readsDecisionsOfTheFirstFormat() throws Exception {
        Path file = old("decisions-2026-11-29.json");
        assertThat(DecisionFile.standing(file)).extracting(PersonDecision::type).containsExactly(Type.KEEP, Type.SAME);
        try (DecisionFile decisions = DecisionFile.open(file)) {
            assertThat(decisions.undo()).hasValue(4);
        }
        assertThat(DecisionFile.standing(file)).extracting(PersonDecision::type).containsExactly(Type.KEEP);
    }

    @Test
    void givesPeopleTheNamesOfTheFirstFormat() throws Exception {
        Path file = old("people-2026-11-29.json");
        FaceRecord crop = face("elsewhere/a.png", a);
        assertThat(EarlierPeople.read(file).names(List.of(crop))).containsOnly(Map.entry(crop.id(), "Ann"));
        assertThat(EarlierPeople.read(file).names(List.of(face("ann/b.png", b))))
                .as("a crop is not the face that was detected")
                .isEmpty();
        Files.writeString(file, Files.readString(file).replace("facequality-people/1", "facequality-people/2"));
        assertThatThrownBy(() -> EarlierPeople.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("facequality-people/1")
                .hasMessageContaining("facequality-people/2")
                .hasMessageContaining(file.toString());
    }

    private static FaceRecord face(String picture, Path file) throws Exception {
        return new FaceRecord(
                new FaceId(picture, 0), sha256(file), Optional.empty(), new QualityScore(0.5, MODEL),
                Embedding.copyOf(new float[] {1, 0}), MODEL);
    }

    @Test
    void readsCalibrationOfTheFirstFormatAndRefusesALaterOne() throws Exception {
        Path file = old("calibration-2026-11-29.json");
        ScoreCalibration calibration = ScoreCalibration.read(file);
        assertThat(calibration.sigmoid().center()).isEqualTo(0.625);
        assertThat(calibration.percentiles().rounded(0.37)).isEqualTo(37);
        Files.writeString(file, Files.readString(file).replace("calibration 1", "calibration 2"));
        assertThatThrownBy(() -> ScoreCalibration.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("facequality score calibration 1")
                .hasMessageContaining("facequality score calibration 2");
    }

    @Test
    void readsSettingsOfTheFirstTrainingOfAUnet() throws Exception {
        UnetSettings otherwise = UnetSettings.defaults(UnetSettings.Network.Architecture.LEAN);
        UnetSettings settings = UnetSettings.read(old("unet-settings-2026-11-25.json"), otherwise);
        assertThat(settings.network().width()).isEqualTo(16);
        assertThat(settings.degradation()).as("what it does not name").isEqualTo(otherwise.degradation());
    }

    @Test
    void passesOverWhatAnIgnoreFileOfTheFirstFormatNames() throws Exception {
        Files.move(old("ignore-2026-11-29.txt"), root.resolve(".facequalityignore"));
        assertThat(PictureSearch.usual().below(root).pictures())
                .extracting(ImageSource::id)
                .containsExactly("ann/a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"facequality-plan/0", "facequality-plan/2"})
    void refusesPlanOfAFormatThatItDoesNotKnow(String format) throws Exception {
        Path file = old("plan-2026-11-24.json");
        Files.writeString(file, Files.readString(file).replace("facequality-plan/1", format));
        Run run = Run.of("apply", file, "--out", folder.resolve("copies"), "--mode", "copy");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).singleElement().asString().contains("facequality-plan/1", format);
        assertThat(folder.resolve("copies")).doesNotExist();
    }

    @Test
    void readsLabelsOfTheFirstFormatToTrainWithButDoesNotAddToThem() throws Exception {
        Path file = old("labels-2026-11-24.csv");
        List<LabeledImage> labels = TeacherScores.read(file);
        assertThat(labels).extracting(LabeledImage::quality).containsExactly(0.75, 0.5);
        byte[] content = Files.readAllBytes(file);
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, Map.of(), List.of()).close())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("balanced")
                .hasMessageContaining(file.toString());
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void readsSettingsOfTheFirstFormatAndRefusesThoseThatThereAreNot() throws Exception {
        Path file = old("settings-2026-11-24.json");
        DistillationSettings otherwise = DistillationSettings.defaults(DistillationSettings.Student.Kind.HEAD);
        DistillationSettings settings = DistillationSettings.read(file, otherwise);
        assertThat(settings.labels().beta()).isEqualTo(0.2);
        assertThat(settings.training().checkpointSteps()).isEqualTo(500);
        assertThat(settings.hint()).as("what it does not name").isEqualTo(otherwise.hint());
        Files.writeString(file, Files.readString(file).replace("headRate", "rate"));
        assertThatThrownBy(() -> DistillationSettings.read(file, otherwise))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("training.rate")
                .hasMessageContaining("headRate");
    }

    @Test
    void readsCatalogueOfTheFirstFormatAndRefusesALaterOne() throws Exception {
        Path file = old("catalogue-2026-11-24.json");
        Run list = Run.of("models", "list", "--catalogue", file);
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).contains("our-quality", "CC-BY-4.0");
        Files.writeString(file, Files.readString(file).replace("facequality-catalogue-1", "facequality-catalogue-2"));
        Run later = Run.of("models", "list", "--catalogue", file);
        assertThat(later.exitCode()).isEqualTo(1);
        assertThat(later.errLines()).singleElement().asString()
                .contains("facequality-catalogue-1", "facequality-catalogue-2", file.toString());
    }
}
