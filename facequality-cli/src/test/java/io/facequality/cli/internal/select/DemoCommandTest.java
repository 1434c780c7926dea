package io.facequality.cli.internal.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void keepsThreeDemoPicturesAndNamesReport() {
        Path out = folder.resolve("demo");
        Run run = Run.of("demo", "--out", out);
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .filteredOn(line -> line.startsWith("kept "))
                .hasSize(3)
                .anyMatch(line -> line.endsWith(" person/portrait.jpg"))
                .anyMatch(line -> line.endsWith(" person/snapshot.png"));
        assertThat(run.outLines()).filteredOn(line -> line.startsWith("dropped ")).hasSizeGreaterThan(3);
        assertThat(run.outLines()).last().isEqualTo("Report: " + out.resolve("report.html"));
        assertThat(Pictures.files(out.resolve("pictures"))).hasSize(12);
        assertThat(Pictures.files(out.resolve("selected"))).hasSize(4);
        assertThat(Pictures.files(out)).contains("plan.json", "plan.csv", "report.html").hasSize(20);
    }

    @Test
    void runsDemoTwice() {
        Run first = Run.of("demo", "--out", folder);
        List<String> files = Pictures.files(folder);
        Run second = Run.of("demo", "--out", folder);
        assertThat(second.exitCode()).isZero();
        assertThat(second.outLines()).startsWith(first.outLines().get(0), first.outLines().get(1));
        assertThat(Pictures.files(folder)).isEqualTo(files);
    }

    @Test
    void leavesForeignFolderAlone() throws IOException {
        Files.writeString(folder.resolve("README.txt"), "mine");
        Run run = Run.of("demo", "--out", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("other files");
        assertThat(Pictures.files(folder)).containsExactly("README.txt");
    }
}
