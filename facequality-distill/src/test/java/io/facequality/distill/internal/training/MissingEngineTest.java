package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissingEngineTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TrainingProcess.Kind.class)
    void namesWhatToAddWithoutEngine(TrainingProcess.Kind kind) throws Exception {
        TrainingProcess.prepare(folder, "{}");

        Process process = TrainingProcess.start(kind, folder, folder.resolve("out"), withoutEngine());
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isNotZero();
        assertThat(words)
                .contains("cannot train the network: class path: expected DJL with its PyTorch engine")
                .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1");
    }

    /** The class path of this test, its archives one by one, less the engine's. */
    private static String withoutEngine() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.contains("djl"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
