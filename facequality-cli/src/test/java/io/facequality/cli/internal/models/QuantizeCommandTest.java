package io.facequality.cli.internal.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {

    @TempDir
    private Path folder;

    @Tag("slow")
    @Test
    void refusesModelThatLosesAccuracyAndWritesNothing() {
        Path pictures = Pictures.people(folder.resolve("noise"), 20, 5);
        Path out = folder.resolve("small.onnx");
        Run run = Run.of(
                "models", "quantize", ediffiqa(), "--crop", "as-is", "--calibrate", pictures, "--out", out);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("Spearman correlation of quality", "mean embedding cosine", "times as fast", "on 50 faces");
        assertThat(out).doesNotExist();
    }

    @Test
    void picturesThatCannotBeReadAreNamedAndTooFewAreRefused() throws IOException {
        Path pictures = Pictures.people(folder.resolve("noise"), 1, 3);
        Files.writeString(pictures.resolve("broken.png"), "no picture");
        Run run = Run.of(
                "models", "quantize", ediffiqa(), "--crop", "as-is", "--calibrate", pictures, "--out",
                folder.resolve("small.onnx"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("rejected: ", "broken.png", "at least 100 faces");
    }

    @Test
    void namesMissingModel() {
        Path pictures = Pictures.people(folder.resolve("noise"), 20, 5);
        Run run = Run.of(
                "models", "quantize", folder.resolve("missing.onnx"), "--crop", "as-is", "--calibrate", pictures,
                "--out", folder.resolve("small.onnx"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("missing.onnx");
    }

    @Test
    void rejectsUnwritablePlaceBeforeQuantizing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Run run = Run.of(
                "models", "quantize", ediffiqa(), "--calibrate", folder, "--out", file.resolve("small.onnx"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("cannot write the results", file.toString());
    }

    @Test
    void rejectsMissingPicturesOrPlace() {
        assertThat(Run.of("models", "quantize", ediffiqa()).exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(Run.of("models", "quantize").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    }

    private static Path ediffiqa() {
        return SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
    }
}
