package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Outcome;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.TeacherScores;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, on two dozen drawn faces. */
@Tag("slow")
class DistillationTest {

    private static final ModelContract RGB = ModelContract.ediffiqa();

    @TempDir
    Path folder;

    private Path data;
    private Path teacher;
    private List<LabeledImage> labels;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("data");
        labels = TinyFaces.draw(data);
        teacher = folder.resolve("teacher.onnx");
        Files.write(teacher, EmbeddedModel.QUALITY_AND_EMBEDDING.read());
    }

    @Test
    void trainsHeadAndJoinsItWithEmbedder() throws IOException {
        Distillation.Result result = run(settings(Kind.HEAD, "{\"student\": {\"hidden\": 32}}"), "out");

        Distillation.EpochLosses first = result.epochs().get(0);
        Distillation.EpochLosses last = result.epochs().get(result.epochs().size() - 1);
        assertThat(last.loss()).isLessThan(first.loss());
        assertThat(result.check().faces()).isEqualTo(TinyFaces.PEOPLE * TinyFaces.IMAGES);
        assertThat(result.check().scoreDifference()).isLessThan(ExportCheck.TOLERANCE);
        assertThat(TeacherScores.read(folder.resolve("out/labels.csv"))).isEqualTo(labels);
        assertThat(folder.resolve("out/training.csv")).content().hasLineCount(result.epochs().size() + 1);
        assertThat(folder.resolve("out/report.html")).content().contains("<svg");
        assertThat(Files.readString(folder.resolve("out/model.onnx"), StandardCharsets.ISO_8859_1))
                .contains("facequality.label-range", "facequality.teacher");
    }

    @Test
    void givesModelOfUsualChannelOrderForOtherEmbedder() {
        Path bgr = SharedData.path("models", "mobilefacenet-512-bgr.onnx");
        ModelContract contract = RGB.withChannelOrder(ChannelOrder.BGR);
        DistillationSettings settings =
                settings(Kind.HEAD, "{\"student\": {\"hidden\": 8}, \"training\": {\"epochs\": 1}}");
        Path out = folder.resolve("bgr");
        Distillation.of(data, bgr, contract, settings, out).run(labels, new Silent());

        AlignedFace face = face(labels.get(3));
        try (OnnxScoringEmbedder model = OnnxScoringEmbedder.open(out.resolve("model.onnx"));
                OnnxEmbedder embedder =
                        OnnxEmbedder.open(ModelFile.of(bgr), contract, ModelOptions.defaults())) {
            ScoredEmbedding scored = model.scoreAndEmbed(List.of(face)).get(0);
            assertThat(scored.embedding().cosine(embedder.embed(face))).isGreaterThan(1 - 1e-6);
        }
    }

    @Test
    void trainsStudentWhoseExportAgrees() {
        Distillation.Result result = run(student("{}"), "out");

        Distillation.EpochLosses first = result.epochs().get(0);
        Distillation.EpochLosses last = result.epochs().get(1);
        assertThat(last.loss()).isLessThan(first.loss());
        assertThat(last.consistency()).isLessThan(first.consistency());
        assertThat(result.check().scoreDifference()).isLessThan(ExportCheck.TOLERANCE);
        assertThat(result.check().featureDifference()).isLessThan(ExportCheck.TOLERANCE);
    }

    /** As published: of the backbone the last 100 tensors, and the head. */
    @Test
    void trainsStudentFromPublishedWeightsWhoseExportAgrees() {
        Path scorer = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
        DistillationSettings settings = settings(
                Kind.MOBILEFACENET,
                """
                {"training": {"epochs": 3, "batch": 4, "backboneRate": 1e-4, "backboneTensors": 100, "threads": 1,
                 "validationShare": 0.2}}
                """);
        Distillation.Result result = Distillation.of(data, scorer, RGB, settings, folder.resolve("published"))
                .startingFrom(SharedData.path("golden", "ediffiqa-t", "ediffiqaT-random.pth"))
                .run(labels.subList(0, 6), new Silent());

        Distillation.EpochLosses first = result.epochs().get(0);
        assertThat(result.epochs().get(result.epochs().size() - 1).loss()).isLessThan(first.loss());
        assertThat(result.check().scoreDifference()).isLessThan(ExportCheck.TOLERANCE);
        assertThat(result.check().featureDifference()).isLessThan(ExportCheck.TOLERANCE);
    }

    @Test
    void continuesInterruptedStudentToSameModel() throws IOException {
        run(student("{}"), "whole");
        assertThatThrownBy(() -> Distillation.of(data, teacher, RGB, student("{}"), folder.resolve("parts"))
                        .run(labels, new InterruptedInStep3()))
                .isInstanceOf(CancellationException.class);
        run(student("{}"), "parts");

        assertThat(folder.resolve("parts/model.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/model.onnx")));
        assertThat(folder.resolve("parts/training.csv"))
                .hasSameTextualContentAs(folder.resolve("whole/training.csv"));
    }

    @Test
    void trainsWhenOneFaceIsLeftOver() {
        // 14 faces are left to learn from.
        DistillationSettings settings = student("{\"training\": {\"epochs\": 1, \"batch\": 13}}");

        assertThat(run(settings, "out").epochs()).hasSize(1);
        assertThatThrownBy(() -> run(student("{\"training\": {\"batch\": 1}}"), "one"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 2 faces per step");
    }

    @Test
    void trainsDenseStudentFromTeacherAloneAndContinues() throws IOException {
        DistillationSettings settings = dense();
        Distillation.Result result = Distillation.of(data, teacher, RGB, settings, folder.resolve("whole"))
                .runWithoutScores(paths(), new Silent());
        assertThatThrownBy(() -> Distillation.of(data, teacher, RGB, settings, folder.resolve("parts"))
                        .runWithoutScores(paths(), new InterruptedInStep3()))
                .isInstanceOf(CancellationException.class);
        Distillation.of(data, teacher, RGB, settings, folder.resolve("parts")).runWithoutScores(paths(), new Silent());

        assertThat(folder.resolve("parts/model.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/model.onnx")));
        assertThat(result.epochs().get(3).loss()).isLessThan(result.epochs().get(0).loss());
        assertThat(result.check().faces()).isEqualTo(TinyFaces.PEOPLE * TinyFaces.IMAGES);
        assertThat(result.check().scoreDifference()).isLessThan(ExportCheck.TOLERANCE);
        assertThat(result.check().featureDifference()).isLessThan(ExportCheck.TOLERANCE);
        assertThat(folder.resolve("whole/model-so-far.onnx")).isNotEmptyFile();
        assertThat(TeacherScores.read(folder.resolve("whole/labels.csv"))).allSatisfy(label ->
                assertThat(label.quality()).isBetween(0.0, 1.0));
        try (OnnxScoringEmbedder model = OnnxScoringEmbedder.open(folder.resolve("whole/model.onnx"))) {
            ScoredEmbedding scored = model.scoreAndEmbed(List.of(face(labels.get(3)))).get(0);
            assertThat(scored.embedding().dimension()).isEqualTo(24);
            assertThat(scored.embedding().norm()).isEqualTo(1, within(1e-5));
            assertThat(scored.quality().value()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void labelsAreMeansOfTeacherAndSecondEmbedder() throws IOException {
        Path second = SharedData.path("models", "mobilefacenet-512-bgr.onnx");
        Distillation both = Distillation.of(data, teacher, RGB, dense(), folder.resolve("both"))
                .recognizedAlsoBy(second, RGB.withChannelOrder(ChannelOrder.BGR));

        both.runWithoutScores(paths(), new Silent());

        List<LabeledImage> byBoth = TeacherScores.read(folder.resolve("both/labels.csv"));
        List<LabeledImage> byTeacher = labels(teacher, RGB);
        List<LabeledImage> bySecond = labels(second, RGB.withChannelOrder(ChannelOrder.BGR));
        for (int image = 0; image < byBoth.size(); image++) {
            double mean = (byTeacher.get(image).quality() + bySecond.get(image).quality()) / 2;
            assertThat(byBoth.get(image).quality()).isCloseTo(mean, within(1e-6));
        }
        assertThat(Files.readString(folder.resolve("both/model.onnx"), StandardCharsets.ISO_8859_1))
                .contains("facequality.second-embedder");
    }

    /** The labels that one embedder makes. */
    private List<LabeledImage> labels(Path embedder, ModelContract contract) {
        Path out = folder.resolve("of-" + embedder.getFileName());
        Distillation.of(data, embedder, contract, dense(), out).runWithoutScores(paths(), new Silent());
        return TeacherScores.read(out.resolve("labels.csv"));
    }

    @Test
    void denseStudentGoesOnFromDeliveredModel() {
        Distillation first = Distillation.of(data, teacher, RGB, dense(), folder.resolve("first"));
        List<Distillation.EpochLosses> earlier =
                first.runWithoutScores(paths(), new Silent()).epochs();
        Distillation next = Distillation.of(data, teacher, RGB, dense(), folder.resolve("next"))
                .startingFrom(folder.resolve("first/model.onnx"));

        List<Distillation.EpochLosses> later =
                next.runWithoutScores(paths(), new Silent()).epochs();

        assertThat(later.get(0).consistency()).isLessThan(earlier.get(0).consistency());
    }

    @Test
    void trainsStudentWithHintsAndContinues() throws IOException {
        DistillationSettings settings = hinted("503");
        Distillation.Result result = ofAFullSizeTeacher(settings, "whole").runWithoutScores(paths(), new Silent());
        assertThatThrownBy(() -> ofAFullSizeTeacher(settings, "parts")
                        .runWithoutScores(paths(), new InterruptedInStep3()))
                .isInstanceOf(CancellationException.class);
        ofAFullSizeTeacher(settings, "parts").runWithoutScores(paths(), new Silent());

        assertThat(folder.resolve("parts/model.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/model.onnx")));
        assertThat(result.check().featureDifference()).isLessThan(ExportCheck.TOLERANCE);
        Distillation.EpochLosses first = result.epochs().get(0);
        Distillation.EpochLosses last = result.epochs().get(3);
        assertThat(withoutHint(first, settings)).as("the hint's part of the loss").isLessThan(first.loss() - 1);
        assertThat(last.loss() - withoutHint(last, settings)).isLessThan(first.loss() - withoutHint(first, settings));
        assertThat(Files.size(folder.resolve("whole/model.onnx")))
                .as("without the layer for hints")
                .isCloseTo(sizeWithoutHints(), within(500L));
    }

    /** What the loss would be without the hint, where there is no relational loss. */
    private static double withoutHint(Distillation.EpochLosses losses, DistillationSettings settings) {
        double theta = settings.training().theta();
        return theta * losses.consistency() + (1 - theta) * losses.quality();
    }

    private long sizeWithoutHints() throws IOException {
        ofAFullSizeTeacher(dense(), "plain").runWithoutScores(paths(), new Silent());
        return Files.size(folder.resolve("plain/model.onnx"));
    }

    @Test
    void rejectsHintThatTeacherCannotGive() {
        assertHintRefused("nowhere", "the name of a value");
        assertHintRefused("471", "14");
        assertHintRefused("output", "512");
    }

    /** After each block of the teacher. */
    private static final List<String> BLOCKS = List.of(
            "530", "362", "373", "384", "395", "575", "416", "427", "438", "449", "460", "471", "638", "492", "503");

    @Tag("slow")
    @Test
    void blocksLearnByThemselvesAndContinue() throws IOException {
        DistillationSettings settings = blocks(BLOCKS);
        BlockSteps steps = new BlockSteps();
        List<String> few = paths().subList(0, 12);
        Distillation.Result result = ofAFullSizeTeacher(settings, "whole").runWithoutScores(few, steps);
        assertThatThrownBy(() -> ofAFullSizeTeacher(settings, "parts")
                        .runWithoutScores(few, new InterruptedInBlockStep()))
                .isInstanceOf(CancellationException.class);
        ofAFullSizeTeacher(settings, "parts").runWithoutScores(few, new Silent());

        assertThat(folder.resolve("parts/model.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/model.onnx")));
        assertThat(steps.epochs).startsWith(1).endsWith(2).isSorted();
        assertThat(result.check().featureDifference()).isLessThan(ExportCheck.TOLERANCE);
    }

    @Test
    void rejectsMapsOfOtherShapesThanTheBlocks() {
        DistillationSettings settings = blocks(List.of("471", "503"));
        Distillation distillation = ofAFullSizeTeacher(settings, "out");

        assertThatThrownBy(() -> distillation.runWithoutScores(paths(), new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("hint.maps");
    }

    @Test
    void onlyStudentOfBlocksLearnsByBlock() {
        DistillationSettings dense = dense();
        DistillationSettings.Hint hint = new DistillationSettings.Hint(BLOCKS, 1, 2, 0.1);

        assertThatThrownBy(() -> new DistillationSettings(
                        dense.labels(), dense.student(), dense.training(), dense.schedule(), dense.variation(), hint))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("hint.blockEpochs");
    }

    private DistillationSettings blocks(List<String> maps) {
        DistillationSettings few = settings(
                Kind.BLOCKS,
                """
                {"student": {"hidden": 8, "features": 24},
                 "training": {"epochs": 1, "batch": 4, "checkpointSteps": 2, "threads": 1, "validationShare": 0.1}}
                """);
        return new DistillationSettings(
                few.labels(), few.student(), few.training(), few.schedule(), few.variation(),
                new DistillationSettings.Hint(maps, 3, 2, 0.1));
    }

    /** Remembers in which epochs blocks learned. */
    private static final class BlockSteps implements Distillation.Listener {

        private final List<Integer> epochs = new ArrayList<>();

        @Override
        public void onBlockStep(Distillation.Progress progress) {
            epochs.add(progress.epoch());
        }

        @Override
        public void onStep(Distillation.Progress progress) {
            assertThat(epochs).as("blocks learn first").isNotEmpty();
        }
    }

    /** Interrupts the training while blocks learn. */
    private static final class InterruptedInBlockStep implements Distillation.Listener {

        @Override
        public void onBlockStep(Distillation.Progress progress) {
            if (progress.step() == 3) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onStep(Distillation.Progress progress) {
            throw new IllegalStateException("not interrupted");
        }
    }

    private void assertHintRefused(String map, String told) {
        Distillation hinted = ofAFullSizeTeacher(hinted(map), "out");
        assertThatThrownBy(() -> hinted.runWithoutScores(paths(), new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("hint.maps")
                .hasMessageContaining(map)
                .hasMessageContaining(told);
    }

    private Distillation ofAFullSizeTeacher(DistillationSettings settings, String out) {
        return Distillation.of(
                data,
                SharedData.path("models", "mobilefacenet-512-bgr.onnx"),
                RGB.withChannelOrder(ModelContract.ChannelOrder.BGR),
                settings,
                folder.resolve(out));
    }

    private DistillationSettings hinted(String map) {
        DistillationSettings plain = dense();
        return new DistillationSettings(
                plain.labels(), plain.student(), plain.training(), plain.schedule(), plain.variation(),
                new DistillationSettings.Hint(List.of(map), 2, 0, 1));
    }

    private List<String> paths() {
        return labels.stream().map(LabeledImage::path).toList();
    }

    private DistillationSettings dense() {
        return settings(
                Kind.DENSE,
                """
                {"student": {"hidden": 8, "features": 24},
                 "training": {"epochs": 4, "batch": 8, "checkpointSteps": 2, "threads": 1, "validationShare": 0.1,
                              "relational": 0, "matrixRate": 0.005},
                 "schedule": {"warmUpEpochs": 0.5, "average": 0.5, "exportEpochs": 2},
                 "variation": {"degraded": 0, "mixed": 0, "brightness": 5, "contrast": 0.05}}
                """);
    }

    @Test
    void rejectsHeadWithoutScores() {
        assertThatThrownBy(() -> Distillation.of(data, teacher, RGB, settings(Kind.HEAD, "{}"), folder.resolve("out"))
                        .runWithoutScores(paths(), new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a teacher's scores");
    }

    @Test
    void peopleWithOneImageEachGiveNoLabels() throws IOException {
        Path alone = folder.resolve("alone");
        for (int person = 0; person < TinyFaces.PEOPLE; person++) {
            Files.createDirectories(alone.resolve("p" + person));
            Files.copy(data.resolve("p" + person + "/0.png"), alone.resolve("p" + person + "/0.png"));
        }

        assertThatThrownBy(() -> Distillation.of(alone, teacher, RGB, dense(), folder.resolve("out"))
                        .runWithoutScores(List.of("p0/0.png", "p1/0.png"), new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a person with two pictures");
    }

    @Test
    void rejectsCheckpointOfOtherTraining() {
        run(student("{\"training\": {\"epochs\": 1}}"), "out");

        assertThatThrownBy(() -> run(student("{\"training\": {\"epochs\": 1, \"seed\": 9}}"), "out"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a checkpoint of the same settings and data");
    }

    @Test
    void imagesThatCannotBeReadAreNamedAndLeftOut() throws IOException {
        Files.writeString(data.resolve("p1/2.png"), "no picture");
        Files.delete(data.resolve("p1/3.png"));

        Distillation.Result result =
                run(settings(Kind.HEAD, "{\"student\": {\"hidden\": 8}, \"training\": {\"epochs\": 1}}"), "out");

        assertThat(result.rejected()).hasSize(2);
        assertThat(result.rejected().get(0).message()).contains("p1/2.png");
        assertThat(result.faces()).isEqualTo(labels.size() - 2);
    }

    @Test
    void rejectsFolderWithoutImages() {
        assertThatThrownBy(() -> Distillation.of(
                                folder.resolve("elsewhere"), teacher, RGB, settings(Kind.HEAD, "{}"), folder.resolve("out"))
                        .run(labels, new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least one picture that can be used");
    }

    @Test
    void endsStudentOnLossThatIsNotFiniteAndKeepsCheckpoint() {
        DistillationSettings wild = student("{\"training\": {\"headRate\": 1e30, \"backboneRate\": 1e30}}");

        assertThatThrownBy(() -> run(wild, "out"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the training went astray");
        assertThat(folder.resolve("out/model.onnx")).doesNotExist();
    }

    private DistillationSettings student(String more) {
        DistillationSettings few = settings(
                Kind.MOBILEFACENET_HALF,
                """
                {"student": {"hidden": 16},
                 "training": {"epochs": 2, "batch": 8, "checkpointSteps": 2, "threads": 1, "validationShare": 0.1}}
                """);
        return settings(few, more);
    }

    private Distillation.Result run(DistillationSettings settings, String out) {
        return Distillation.of(data, teacher, RGB, settings, folder.resolve(out)).run(labels, new Silent());
    }

    private DistillationSettings settings(Kind kind, String json) {
        return settings(DistillationSettings.defaults(kind), json);
    }

    private DistillationSettings settings(DistillationSettings otherwise, String json) {
        try {
            return DistillationSettings.read(Files.writeString(folder.resolve("named.json"), json), otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AlignedFace face(LabeledImage label) {
        return ((Outcome.Ok<AlignedFace>) new FaceFiles(data).read(label.path())).value();
    }

    private static class Silent implements Distillation.Listener {
        @Override
        public void onEmbedded(int done, int total) {}

        @Override
        public void onStep(Distillation.Progress progress) {}
    }

    /** Stops a training within an epoch. */
    private static final class InterruptedInStep3 extends Silent {
        @Override
        public void onStep(Distillation.Progress progress) {
            if (progress.step() == 3) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
