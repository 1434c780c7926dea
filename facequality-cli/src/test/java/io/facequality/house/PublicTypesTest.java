package io.facequality.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
            // ImagePyramid: how detectors and aligners ask for a picture's size.
            Map.entry("facequality-api", 25),
            Map.entry("facequality-onnx", 8),
            // QualityReport: why a face is bad.
            Map.entry("facequality-images", 6),
            // People: the grouper, its calibration, and what was found.
            Map.entry("facequality-select", 11),
            Map.entry("facequality-models", 1),
            Map.entry("facequality-pipeline", 9),
            Map.entry("facequality-eval", 21),
            Map.entry("facequality-catalogue", 6),
            Map.entry("facequality-convert", 6),
            Map.entry("facequality-distill", 10),
            Map.entry("facequality-review", 1),
            Map.entry("facequality-spark", 2),
            Map.entry("facequality-video", 10),
            Map.entry("facequality-cli", 1),
            // Contracts that plug-ins extend; as many as there are verbs.
            Map.entry("facequality-testkit", 9));

    /** What a user gets who adds one dependency: facequality-pipeline and what it brings. */
    private static final List<String> ONE_DEPENDENCY = List.of(
            "facequality-api",
            "facequality-onnx",
            "facequality-images",
            "facequality-select",
            "facequality-models",
            "facequality-pipeline");

    private static final int LIMIT_OF_ONE_DEPENDENCY = 60;
    private static final int LIMIT_OF_ALL = 125;

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
    void oneDependencyShowsNoMoreTypesThanItsLimit() throws IOException {
        assertThat(publicTypes(ONE_DEPENDENCY)).hasSizeLessThanOrEqualTo(LIMIT_OF_ONE_DEPENDENCY);
    }

    @Test
    void allModulesShowNoMoreTypesThanTheirLimit() throws IOException {
        assertThat(publicTypes(LIMITS.keySet())).hasSizeLessThanOrEqualTo(LIMIT_OF_ALL);
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

    private static List<String> publicTypes(Collection<String> modules) throws IOException {
        List<String> types = new ArrayList<>();
        for (String module : modules) {
            types.addAll(publicTypes(module));
        }
        return types;
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
