package io.facequality.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own that is told to end, as by Ctrl-C. */
class EndedProcessTest {

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there can only be killed")
    void aSearchThatIsToldToEndSaysSoAndLeavesNothing() throws Exception {
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

    private static void readUpTo(Reader reader, String expected) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int next = reader.read();
            assertThat(next).as("the end came before '%s': %s", expected, read).isNotNegative();
            read.append((char) next);
        }
    }
}
