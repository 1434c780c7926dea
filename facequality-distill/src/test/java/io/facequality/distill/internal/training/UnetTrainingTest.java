package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Outcome.Rejection;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import io.facequality.distill.UnetTraining;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.NoisyFaces;
import io.facequality.distill.internal.loop.EpochRow;
import io.facequality.distill.internal.loop.TrainingClock;
import io.facequality.distill.internal.loop.TrainingLoop;
import io.facequality.distill.internal.loop.ValidationSplit;
import io.facequality.distill.internal.student.FirstWeights;
import io.facequality.distill.internal.torch.TorchUnetTraining;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxDenoiser;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way, on sixteen drawn faces and with the smallest networks that there are. */
@Tag("slow")
class UnetTrainingTest {

    @TempDir
    Path folder;

    private Path data;
    private List<String> images;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("data");
        images = TinyFaces.draw(data).stream().map(LabeledImage::path).toList();
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void trainsUnetWhoseExportAgrees(Architecture architecture) throws IOException {
        // The published network's attention is slow: two faces, and small maps for it.
        images = architecture == Architecture.LEAN ? images : images.subList(0, 3);
        String levels = architecture == Architecture.LEAN ? "[1, 1]" : "[1, 1, 1, 1]";
        UnetSettings settings = read(
                read(UnetSettings.defaults(architecture), TINY),
                "{\"network\": {\"multipliers\": " + levels + "}, \"training\": {\"batch\": "
                        + images.size() / 2 + "}}");
        UnetTraining.Result result = run(settings, "out");

        assertThat(result.epochs()).hasSize(4);
        assertThat(result.epochs().get(3).loss()).isLessThan(result.epochs().get(0).loss());
        assertThat(result.epochs().get(result.best() - 1).validationLoss())
                .isEqualTo(result.epochs().stream().mapToDouble(UnetTraining.EpochLosses::validationLoss).min().orElseThrow());
        assertThat(result.check().faces()).isEqualTo(images.size());
        assertThat(result.check().difference()).isPositive().isLessThan(UnetCheck.TOLERANCE);
        assertThat(folder.resolve("out/training.csv")).content().hasLineCount(5);
        assertThat(folder.resolve("out/report.html")).content().contains("<svg");
        assertThat(Files.readString(result.model(), StandardCharsets.ISO_8859_1))
                .contains("facequality.variant", "facequality.validation-loss", "\"averaging\"");
        try (OnnxDenoiser denoiser = OnnxDenoiser.open(ModelFile.of(result.model()), ModelOptions.defaults())) {
            assertThat(denoiser.denoise(new float[FaceFiles.FLOATS], 1, 4)).hasSize(FaceFiles.FLOATS);
        }
    }

    @Test
    void givesSameModelForSameSeedOnly() throws IOException {
        run(lean("{}"), "one");
        run(lean("{}"), "two");
        run(lean("{\"training\": {\"seed\": 2}}"), "three");

        byte[] model = Files.readAllBytes(folder.resolve("one/unet.onnx"));
        assertThat(folder.resolve("two/unet.onnx")).hasBinaryContent(model);
        assertThat(folder.resolve("two/training.csv")).hasSameTextualContentAs(folder.resolve("one/training.csv"));
        assertThat(Files.readString(folder.resolve("three/training.csv")))
                .isNotEqualTo(Files.readString(folder.resolve("one/training.csv")));
    }

    @Test
    void continuesInterruptedTrainingToSameModel() throws IOException {
        run(lean("{}"), "whole");
        assertThatThrownBy(() -> UnetTraining.of(data, lean("{}"), folder.resolve("parts"))
                        .run(images, new Silent() {
                            @Override
                            public void onStep(UnetTraining.Progress progress) {
                                if (progress.step() == 3) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                        }))
                .isInstanceOf(CancellationException.class);
        assertThat(folder.resolve("parts/unet.onnx")).doesNotExist();
        run(lean("{}"), "parts");

        assertThat(folder.resolve("parts/unet.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/unet.onnx")));
    }

    @Test
    void releasesArraysAfterEachStep() {
        UnetSettings settings = lean("{}");
        List<Integer> held = new ArrayList<>();
        try (TorchUnetTraining training = new TorchUnetTraining(
                settings.network().unet(), FirstWeights.of(settings.network().unet(), 1), settings.training(),
                folder.resolve("checkpoint.bin"), "")) {
            int before = training.held();
            training.train(
                    new NoisyFaces(new FaceFiles(data), images, settings),
                    ValidationSplit.of(new double[images.size()], 0.2),
                    new TrainingLoop.Listener() {
                        @Override
                        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
                            held.add(training.held() - before);
                        }

                        @Override
                        public void onEpoch(EpochRow row) {
                            held.add(training.held() - before);
                        }
                    });
        }
        assertThat(held).hasSizeGreaterThan(4).containsOnly(0);
    }

    @Test
    void imagesThatCannotBeReadAreNamedAndLeftOut() throws IOException {
        Files.writeString(data.resolve("p1/2.png"), "no picture");
        Files.delete(data.resolve("p1/3.png"));

        UnetTraining.Result result = run(lean("{\"training\": {\"epochs\": 1}}"), "out");

        assertThat(result.rejected()).extracting(Rejection::message).hasSize(2).first().asString().contains("p1/2.png");
        assertThat(result.faces()).isEqualTo(images.size() - 2);
    }

    @Test
    void rejectsSingleImage() {
        assertThatThrownBy(() -> UnetTraining.of(data, lean("{}"), folder.resolve("out"))
                        .run(images.subList(0, 1), new Silent()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two pictures that can be used, or many more, found 1 of 1");
    }

    @Test
    void endsTrainingOnLossThatIsNotFiniteAndKeepsLastCheckpoint() {
        assertThatThrownBy(() -> run(lean("{\"training\": {\"rate\": 1e30}}"), "out"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the training went astray");
        assertThat(folder.resolve("out/checkpoint.bin")).exists();
        assertThat(folder.resolve("out/unet.onnx")).doesNotExist();
    }

    @Test
    void rejectsCheckpointOfOtherTraining() {
        run(lean("{\"training\": {\"epochs\": 1}}"), "out");

        assertThatThrownBy(() -> run(lean("{\"training\": {\"epochs\": 1, \"seed\": 9}}"), "out"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a checkpoint of the same settings and data");
    }

    private UnetTraining.Result run(UnetSettings settings, String out) {
        return UnetTraining.of(data, settings, folder.resolve(out)).run(images, new Silent());
    }

    private UnetSettings lean(String more) {
        return read(read(UnetSettings.defaults(Architecture.LEAN), TINY), more);
    }

    /** The smallest networks, for two steps per epoch. */
    static final String TINY =
            """
            {"network": {"width": 8, "multipliers": [1, 1]},
             "training": {"epochs": 4, "batch": 8, "rate": 0.002, "averaging": 0.9, "checkpointSteps": 1, "threads": 1,
              "validationShare": 0.1}}
            """;

    private UnetSettings read(UnetSettings otherwise, String json) {
        try {
            return UnetSettings.read(Files.writeString(folder.resolve("named.json"), json), otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static class Silent implements UnetTraining.Listener {
        @Override
        public void onRead(int done, int total) {}

        @Override
        public void onStep(UnetTraining.Progress progress) {}

        @Override
        public void onEpoch(UnetTraining.EpochLosses losses) {}
    }
}
