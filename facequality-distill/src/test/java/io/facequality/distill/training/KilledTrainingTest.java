package io.facequality.distill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfacequality.kills=10} kills more often than a build has time for. */
class KilledTrainingTest {

    private static final int KILLS = Integer.getInteger("facequality.kills", 1);
    private static final int LONGEST_MILLISECONDS = 300;

    @TempDir
    Path folder;

    @Test
    void aTrainingThatIsKilledAtRandomMomentsEndsWithTheWeightsOfOneThatIsNot() throws Exception {
        prepare();
        long seed = System.nanoTime();
        System.out.println("moments drawn with seed " + seed);
        Random random = new Random(seed);
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            killAfterAStep(killed, random.nextInt(LONGEST_MILLISECONDS));
        }
        int lastSteps = run(killed);

        int allSteps = run(folder.resolve("whole"));
        assertThat(lastSteps).as("steps after the last kill").isLessThan(allSteps);
        assertThat(killed.resolve("model.onnx"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole/model.onnx")));
    }

    private void prepare() throws IOException {
        // One epoch more for each kill, since each lets at least a step be done.
        TrainingProcess.prepare(
                folder,
                """
                {"student": {"hidden": 16},
                 "training": {"epochs": %d, "batch": 8, "checkpointSteps": 1, "threads": 1, "validationShare": 0.1}}
                """
                        .formatted(KILLS + 1));
    }

    private void killAfterAStep(Path out, int milliseconds) throws Exception {
        Process process = start(out);
        try (BufferedReader lines = lines(process)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("step ")) {
                line = lines.readLine();
            }
            assertThat(line).as("a first step").isNotNull();
            Thread.sleep(milliseconds);
            process.destroyForcibly().waitFor();
        }
    }

    /** Runs to the end; gives the number of steps that it took. */
    private int run(Path out) throws Exception {
        Process process = start(out);
        try (BufferedReader lines = lines(process)) {
            int steps = (int) lines.lines().filter(line -> line.startsWith("step ")).count();
            assertThat(process.waitFor()).isZero();
            return steps;
        }
    }

    private Process start(Path out) throws IOException {
        return TrainingProcess.start(folder, out, System.getProperty("java.class.path"));
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
