package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlanApplication.What;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files that a plan and its application write, byte for byte: people compare them, and other programs read them.
 * Only the folder, which the test cannot choose, is written as ROOT.
 */
class PlanBytesTest {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"[^\"]*\">.*?</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void writesSamePlan() throws IOException {
        PlanFixture.plan(folder).writeTo(folder.resolve("out"));
        assertThat(written("out/plan.json")).isEqualTo(expected("plan.json"));
    }

    @Test
    void writesSameDataIntoReport() throws IOException {
        PlanFixture.plan(folder).writeTo(folder.resolve("out"));
        String data = DATA.matcher(written("out/report.html"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("\n", "", "\n"))
                // What the picture library and the words of a reader add is not this test's subject.
                .replaceAll("\"prefix\":\"[^\"]*\"", "\"prefix\":\"PREFIX\"")
                .replaceAll("\"problem\":\"(?:\\\\.|[^\"\\\\])*\"", "\"problem\":\"PROBLEM\"");
        assertThat(data).isEqualTo(expected("report-data.txt"));
    }

    @Test
    void writesSameUndoFile() throws IOException {
        SmallLibrary library = new SmallLibrary(folder).person("Ada", "kept.png", "one.png", "it's 2, Анна.png");
        PlanApplication.of(library.plan(), folder.resolve("out")).apply(Mode.MOVE, What.DROPPED).orElseThrow();
        assertThat(written("out/undo.json")).isEqualTo(expected("undo.json"));
    }

    private String written(String file) throws IOException {
        return Files.readString(folder.resolve(file))
                .replace(folder.toString().replace("\\", "\\\\"), "ROOT")
                .replace(System.lineSeparator(), "\n");
    }

    private static String expected(String name) throws IOException {
        try (InputStream resource = PlanBytesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
