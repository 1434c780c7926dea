package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.distill.internal.training.TrainingProcess.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfacequality.kills=10} kills more often than a build has time for. */
@Tag("slow")
class KilledTrainingTest {

    private static final int KILLS = Integer.getInteger("facequality.kills", 1);
    private static final int LONGEST_MILLISECONDS = 300;

    @TempDir
    Path folder;

    @Test
    void givesSameStudentAfterKillsAtRandomMoments() throws Exception {
        // One more epoch per kill, because at least one step is done before each.
        killAndCompare(
                Kind.STUDENT,
                """
                {"student": {"hidden": 16},
                 "training": {"epochs": %d, "batch": 8, "checkpointSteps": 1, "threads": 1, "validationShare": 0.1}}
                """
                        .formatted(KILLS + 1));
    }

    @Test
    void givesSameUnetAfterKillsAtRandomMoments() throws Exception {
        // Its steps are short.
        killAndCompare(
                Kind.UNET,
                """
                {"network": {"width": 8, "multipliers": [1, 1]},
                 "training": {"epochs": %d, "batch": 4, "checkpointSteps": 1, "threads": 1, "validationShare": 0.1}}
                """
                        .formatted(8 * (KILLS + 1)));
    }

    private void killAndCompare(Kind kind, String settings) throws Exception {
        TrainingProcess.prepare(folder, settings);
        long seed = System.nanoTime();
        System.out.println("moments drawn with seed " + seed);
        Random random = new Random(seed);
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            killAfterTwoSteps(kind, killed, random.nextInt(LONGEST_MILLISECONDS));
        }
        int lastSteps = run(kind, killed);

        int allSteps = run(kind, folder.resolve("whole"));
        assertThat(lastSteps).as("steps after the last kill").isLessThan(allSteps);
        assertThat(killed.resolve(kind.file()))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("whole").resolve(kind.file())));
    }

    /** Not before its second step, when the first one's checkpoint is written: else it might never get on. */
    private void killAfterTwoSteps(Kind kind, Path out, int milliseconds) throws Exception {
        Process process = start(kind, out);
        try (BufferedReader lines = lines(process)) {
            List<String> words = new ArrayList<>();
            for (int steps = 0; steps < 2; steps += words.get(words.size() - 1).startsWith("step ") ? 1 : 0) {
                String line = lines.readLine();
                assertThat(line).as("two steps after: %s", words).isNotNull();
                words.add(line);
            }
            Thread.sleep(milliseconds);
            process.destroyForcibly().waitFor();
        }
    }

    /** Runs to the end; gives the number of steps that it took. */
    private int run(Kind kind, Path out) throws Exception {
        Process process = start(kind, out);
        try (BufferedReader lines = lines(process)) {
            List<String> words = lines.lines().toList();
            assertThat(process.waitFor()).as(String.join("\n", words)).isZero();
            return (int) words.stream().filter(line -> line.startsWith("step ")).count();
        }
    }

    private Process start(Kind kind, Path out) throws IOException {
        return TrainingProcess.start(kind, folder, out, System.getProperty("java.class.path"));
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
