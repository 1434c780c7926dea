package io.facequality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What most people write stays short. */
class UsualProgramsTest {

    private static final Path EXAMPLES = Path.of("src/main/java/io/facequality/examples");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ScoreOnePicture", "ScoreManyFiles", "HighestQualitySelector", "FewLookAlikes", "GroupInMemory",
                "CompareTwoFaces"
            })
    void takesAtMostTwentyLinesAndEightImports(String program) throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLES.resolve(program + ".java")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("package ") && !isComment(line))
                .toList();
        List<String> imports = lines.stream().filter(line -> line.startsWith("import ")).toList();
        assertThat(imports).hasSizeLessThanOrEqualTo(8);
        assertThat(lines.size() - imports.size()).isBetween(1, 20);
    }

    private static boolean isComment(String line) {
        return line.startsWith("/*") || line.startsWith("*") || line.startsWith("//");
    }
}
