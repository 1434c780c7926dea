package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.Main;
import io.facequality.onnx.EndlessModel;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process of its own that is told to end, as by Ctrl-C. */
@Tag("slow")
class EndedProcessTest {

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there can only be killed")
    void endsSearchOnSignalAndLeavesNothing() throws Exception {
        Path people = Pictures.people(folder.resolve("people"), 1, 40);
        List<String> before = Pictures.files(folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(), "select", "--crop", "as-is", people.toString(), "--keep", "10",
                        "--search", "exhaustive", "--max-evaluations", "1000000000000000", "--max-seconds", "60",
                        "--progress", "always", "--out", folder.resolve("out").toString())
                .start();
        try (Reader err = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)) {
            readUpTo(err, " tried: ");
            // Not the process itself, which would close what is read here.
            process.toHandle().destroy();
            readUpTo(err, "interrupted; nothing half-written is left");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Pictures.files(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    @EnabledOnOs(OS.LINUX)
    void interruptEndsCleanlyWhereverItComes(Work work) throws Exception {
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        Path model = EndlessModel.writeTo(folder.resolve("endless.onnx"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        List<String> before = Pictures.files(folder);
        // From Java's own start over the opening of the model to its run.
        for (int milliseconds = 300; milliseconds <= 3000; milliseconds += 300) {
            Path said = folder.resolve("said.txt");
            List<String> command = new ArrayList<>(List.of(
                    "env", "--default-signal=INT",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m", "-Djava.io.tmpdir=" + temporary, "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Main.class.getName()));
            command.addAll(work.arguments(picture, model));
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", work).isTrue();
            }
            String words = Files.readString(said);
            assertThat(process.exitValue())
                    .as("%s after %s ms: %s", work, milliseconds, words)
                    .isIn(work.mayFinish() ? List.of(0, 130) : List.of(130));
            assertThat(words.lines().filter(line -> line.startsWith("facequality:")))
                    .isSubsetOf("facequality: interrupted; nothing half-written is left");
            Files.delete(said);
            assertThat(temporary).isEmptyDirectory();
            assertThat(Pictures.files(folder)).isEqualTo(before);
        }
    }

    @Test
    void saysHowToNameAnotherTemporaryFolder() throws Exception {
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        Path missing = folder.resolve("missing");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + missing, "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Main.class.getName(), "score", "--crop", "as-is", picture.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(missing.toString(), "JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    /** What is interrupted. */
    private enum Work {
        EMBEDDED_MODEL,
        ENDLESS_MODEL;

        List<String> arguments(Path picture, Path model) {
            List<String> score = List.of("score", "--crop", "as-is", picture.toString());
            return this == EMBEDDED_MODEL
                    ? score
                    : Stream.concat(score.stream(), Stream.of("--model", model.toString())).toList();
        }

        boolean mayFinish() {
            return this == EMBEDDED_MODEL;
        }
    }

    private static void readUpTo(Reader reader, String expected) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int next = reader.read();
            assertThat(next).as("the end came before '%s': %s", expected, read).isNotNegative();
            read.append((char) next);
        }
    }
}
