package io.facequality.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that a page shows compiles with the dependencies that the page names, and what those bring along. */
class DocumentedDependenciesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern JAVA = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(facequality-\\w+)</artifactId>");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

    @TempDir
    private Path classes;

    @ParameterizedTest
    @ValueSource(strings = {"import.md", "models.md"})
    void compilesWithWhatThePageNames(String page) throws IOException {
        String text = Files.readString(ROOT.resolve("docs").resolve(page));
        Set<String> modules = new LinkedHashSet<>();
        for (String named : artifacts(text)) {
            addWithDependencies(named, modules);
        }
        List<Path> examples = examplesOf(text);
        assertThat(examples).isNotEmpty();
        List<String> arguments = Stream.concat(
                        Stream.of("-proc:none", "-d", classes.toString(), "-cp", classPath(modules)),
                        examples.stream().map(Path::toString))
                .toList();
        StringWriter messages = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintWriter(messages), new PrintWriter(messages), arguments.toArray(String[]::new));
        assertThat(status).as("with %s: %s", modules, messages).isZero();
    }

    private static List<String> artifacts(String text) {
        return ARTIFACT.matcher(text).results().map(match -> match.group(1)).distinct().toList();
    }

    /** What a build gets with a module: what its own descriptor names, neither optional nor for tests. */
    private static void addWithDependencies(String module, Set<String> all) throws IOException {
        if (!all.add(module)) {
            return;
        }
        String descriptor = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
        for (MatchResult dependency : DEPENDENCY.matcher(descriptor).results().toList()) {
            String text = dependency.group();
            if (!text.contains("<optional>true") && !text.contains("<scope>")) {
                for (String named : artifacts(text)) {
                    addWithDependencies(named, all);
                }
            }
        }
    }

    /** This house's modules among them, and all that is not of this house. */
    private static String classPath(Set<String> modules) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> {
                    String place = entry.replace('\\', '/');
                    boolean ours = Pattern.compile("/facequality-\\w+/").matcher(place).find();
                    return !ours || modules.stream().anyMatch(module -> place.contains("/" + module + "/"));
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The examples that hold the page's blocks line for line. */
    private static List<Path> examplesOf(String page) throws IOException {
        List<String> blocks = JAVA.matcher(page).results().map(match -> unindented(match.group(1))).toList();
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
            List<Path> holding = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String example = unindented(Files.readString(file));
                if (blocks.stream().anyMatch(example::contains)) {
                    holding.add(file);
                }
            }
            return holding;
        }
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }
}
