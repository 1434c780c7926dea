package io.facequality.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** How much a user can see: public top-level types outside of packages that are named internal. */
class PublicTypesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** The most that a module may have. Lower a limit when a module needs less; a new public type needs a reason. */
    private static final Map<String, Integer> LIMITS = Map.ofEntries(
            Map.entry("facequality-api", 33),
            Map.entry("facequality-onnx", 11),
            Map.entry("facequality-images", 6),
            // One more: distinct shots, for selectors of one's own.
            Map.entry("facequality-select", 11),
            Map.entry("facequality-models", 1),
            Map.entry("facequality-pipeline", 13),
            Map.entry("facequality-eval", 21),
            Map.entry("facequality-catalogue", 6),
            Map.entry("facequality-convert", 6),
            Map.entry("facequality-distill", 10),
            Map.entry("facequality-cli", 1),
            // Contracts that plug-ins extend; as many as there are verbs.
            Map.entry("facequality-testkit", 9));

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed|strictfp) )*(?:class|record|interface|enum|@interface) ",
            Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> modulesShowNoMoreTypesThanTheirLimit() {
        return LIMITS.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(limit ->
                DynamicTest.dynamicTest(limit.getKey(), () -> {
                    List<String> types = publicTypes(limit.getKey());
                    assertThat(types).isNotEmpty();
                    assertThat(types.size())
                            .as("public types of %s: %s", limit.getKey(), types)
                            .isLessThanOrEqualTo(limit.getValue());
                }));
    }

    @Test
    void everyModuleHasLimit() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            assertThat(folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                            .map(folder -> folder.getFileName().toString())
                            .filter(name -> name.startsWith("facequality-")))
                    .allMatch(LIMITS::containsKey);
        }
    }

    private static List<String> publicTypes(String module) throws IOException {
        Path sources = ROOT.resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> shown = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Stream.of(sources.relativize(file).toString().split("[/\\\\]"))
                            .noneMatch("internal"::equals))
                    .sorted()
                    .toList();
            List<String> types = new ArrayList<>();
            for (Path file : shown) {
                if (PUBLIC_TYPE.matcher(Files.readString(file)).find()) {
                    types.add(file.getFileName().toString().replace(".java", ""));
                }
            }
            return types;
        }
    }
}
