package io.facequality.distill.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.models.EmbeddedModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingEngineTest {

    @TempDir
    Path folder;

    @Test
    void withoutTheEngineTheErrorNamesWhatToAdd() throws Exception {
        TinyFaces.drawWithTable(folder.resolve("data"), folder.resolve("labels.csv"));
        Files.write(folder.resolve("teacher.onnx"), EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        Files.writeString(folder.resolve("settings.json"), "{}");

        Process process = start(withoutEngine());
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isNotZero();
        assertThat(words)
                .contains("cannot train a student: class path: expected DJL with its PyTorch engine")
                .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1");
    }

    /** The class path of this test, its archives one by one, less the engine's. */
    private static String withoutEngine() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.contains("djl"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process start(String classPath) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                TrainingProcess.class.getName(),
                folder.resolve("data").toString(),
                folder.resolve("teacher.onnx").toString(),
                folder.resolve("labels.csv").toString(),
                folder.resolve("settings.json").toString(),
                folder.resolve("out").toString());
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        return builder.redirectErrorStream(true).start();
    }
}
