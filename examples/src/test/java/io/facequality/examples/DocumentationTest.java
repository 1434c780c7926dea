package io.facequality.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.catalogue.Catalogue;
import io.facequality.pipeline.internal.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the documentation shows is what is compiled: every Java block stands, line for line, in an example that the
 * tests run; every dependency that it names exists; every link within it leads somewhere; every catalogue that it
 * shows can be read. The shell blocks are run by the build server's script.
 */
class DocumentationTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Set<String> LANGUAGES = Set.of("java", "xml", "sh", "text", "csv", "json");

    @TempDir
    private Path folder;

    private record Block(Path page, String language, String text) {}

    @TestFactory
    Stream<DynamicTest> everyJavaBlockStandsInAnExample() throws IOException {
        List<String> examples = examples();
        return blocks("java").stream().map(block -> DynamicTest.dynamicTest(name(block), () -> assertThat(examples)
                .anyMatch(example -> example.contains(unindented(block.text())))));
    }

    @TestFactory
    Stream<DynamicTest> everyDependencyThatIsNamedIsOneThatTheBuildUses() throws IOException {
        Set<String> modules = modules();
        return blocks("xml").stream().map(block -> DynamicTest.dynamicTest(name(block), () -> {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(
                            ("<blocks>" + block.text() + "</blocks>").getBytes(StandardCharsets.UTF_8)));
            String build = Files.readString(ROOT.resolve("pom.xml"));
            String opencvVersion = property(build, "opencv.version")
                    .replace("${javacpp.version}", property(build, "javacpp.version"));
            Map<String, String> versions = Map.of(
                    "io.facequality", Version.current(),
                    "org.bytedeco", opencvVersion,
                    "com.microsoft.onnxruntime", property(build, "onnxruntime.version"));
            NodeList dependencies = document.getElementsByTagName("dependency");
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                String group = text(dependency, "groupId");
                assertThat(text(dependency, "version")).isEqualTo(versions.get(group));
                assertThat(group.equals("io.facequality")).isEqualTo(modules.contains(text(dependency, "artifactId")));
            }
        }));
    }

    private static String property(String build, String name) {
        Matcher value = Pattern.compile("<" + Pattern.quote(name) + ">(.*?)<").matcher(build);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }

    private static String text(Element dependency, String name) {
        return dependency.getElementsByTagName(name).item(0).getTextContent();
    }

    @TestFactory
    Stream<DynamicTest> everyCatalogueThatIsShownIsOne() throws IOException {
        List<Block> catalogues = blocks("json").stream()
                .filter(block -> block.text().contains("\"facequality-catalogue-"))
                .toList();
        assertThat(catalogues).isNotEmpty();
        return catalogues.stream().map(block -> DynamicTest.dynamicTest(name(block), () -> {
            Path file = Files.writeString(folder.resolve("catalogue.json"), block.text());
            assertThat(Catalogue.read(file).entries()).isNotEmpty();
        }));
    }

    @Test
    void everyBlockSaysItsLanguage() throws IOException {
        for (Path page : pages()) {
            long fences = Files.readString(page).lines().filter(line -> line.startsWith("```")).count();
            List<Block> blocks = blocksOf(page);
            assertThat(fences).as(page.toString()).isEqualTo(2L * blocks.size());
            assertThat(blocks).extracting(Block::language).isSubsetOf(LANGUAGES);
        }
    }

    @Test
    void everyLinkWithinTheDocumentationLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                assertThat(page.resolveSibling(links.group(1))).as(page.toString()).exists();
            }
        }
    }

    private static List<Block> blocks(String language) throws IOException {
        List<Block> found = new ArrayList<>();
        for (Path page : pages()) {
            blocksOf(page).stream().filter(block -> block.language().equals(language)).forEach(found::add);
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static List<Block> blocksOf(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page)).results()
                .map(match -> new Block(page, match.group(1), match.group(2)))
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList();
        }
    }

    private static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                texts.add(unindented(Files.readString(file)));
            }
            return texts;
        }
    }

    private static Set<String> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("facequality-"))
                    .collect(Collectors.toSet());
        }
    }

    private static String unindented(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }

    private static String name(Block block) {
        return block.page().getFileName() + ": " + block.text().lines().findFirst().orElse("");
    }
}
