package io.facequality.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.ProgressListener.Progress;
import io.facequality.ProgressListener.Progress.Stage;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressDisplayTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void showsDoneAndRejectedCountsPerStage() {
        try (ProgressDisplay display = ProgressDisplay.withBar(err, 100)) {
            display.onProgress(new Progress(Stage.READING, 1, 4, 0));
            display.onProgress(new Progress(Stage.READING, 4, 4, 1));
            display.onProgress(new Progress(Stage.SELECTING, 2, 2, 0));
        }
        assertThat(shown()).contains("Pictures read").contains(" 4/4 ").contains(" 1 rejected").contains("100%");
        assertThat(shown()).contains("People chosen from").contains(" 2/2 ").endsWith(System.lineSeparator());
        assertThat(shown().split("[\r\n]+")).allMatch(line -> line.length() < 100);
    }

    @Test
    void showsLatestSearchWhileGroupsAreChosenFrom() {
        try (ProgressDisplay display = ProgressDisplay.withBar(err, 110)) {
            display.onProgress("before there is a bar", 1, 2);
            display.onProgress(new Progress(Stage.SELECTING, 0, 2, 0));
            display.onProgress("a folder whose name\u001b[2J is long", 9_999, 12_345_678_900L);
        }
        assertThat(shown()).contains(" 0/2 ").contains("  9999 of 12G tried: a folder whose name [2J");
        assertThat(shown()).doesNotContain("before there is a bar");
    }

    @Test
    void printsLinesAboveBar() {
        try (ProgressDisplay display = ProgressDisplay.withBar(err, 60)) {
            display.onProgress(new Progress(Stage.READING, 1, 4, 0));
            display.line("rejected: this");
        }
        assertThat(shown()).contains("\r" + " ".repeat(59) + "\rrejected: this" + System.lineSeparator());
        assertThat(shown().substring(shown().indexOf("rejected: this"))).contains(" 1/4 ");
    }

    @Test
    void keepsInterruptWhenBarEnds() {
        try (ProgressDisplay display = ProgressDisplay.withBar(err, 60)) {
            display.onProgress(new Progress(Stage.READING, 1, 4, 0));
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shown()).endsWith(System.lineSeparator());
    }

    @Test
    void bytesAreShownInAUnitThatFits() {
        try (ProgressDisplay display = ProgressDisplay.withBar(err, 100)) {
            display.bytes("small", 1_000_000, 2_000_000);
            display.bytes("large", 1_000_000, 250_000_000);
            display.bytes("of no known length", 3_000_000, -1);
        }
        assertThat(shown()).contains(" 1000/2000 kB ", " 1/250 MB ", " 3/? MB ");
    }

    @Test
    void printsOnlyLinesWithoutBar() {
        try (ProgressDisplay display = ProgressDisplay.withoutBar(err)) {
            display.onProgress(new Progress(Stage.READING, 1, 4, 0));
            display.line("rejected: this");
        }
        assertThat(shown()).isEqualTo("rejected: this" + System.lineSeparator());
    }

    @Test
    void followsOptionWithoutTerminal() {
        Path picture = Pictures.write(folder.resolve("1.png"), 1);
        Object[] score = {"score", "--crop", "as-is", picture};
        assertThat(Run.of(score).err()).isEmpty();
        assertThat(Run.of("score", "--crop", "as-is", picture, "--progress", "always").err()).contains(" 1/1 ");
        assertThat(Run.of("score", "--crop", "as-is", picture, "--progress", "always", "--no-progress").err())
                .isEmpty();
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
