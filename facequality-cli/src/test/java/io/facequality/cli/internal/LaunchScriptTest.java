package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launch script with stand-ins for Java and Maven that say how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script")
class LaunchScriptTest {

    private static final Path SCRIPT = Path.of("..", "facequality");
    private static final String ARCHIVE = "facequality-cli/target/facequality.jar";
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then
                echo 'openjdk version "%s" 2025-01-01' >&2
                exit
            fi
            echo "LC_ALL=${LC_ALL:-}"
            for argument; do
                echo "[$argument]"
            done
            exit 3
            """;

    @TempDir
    private Path folder;

    private Path home;
    private Path java;
    private Path bin;

    @BeforeEach
    void makeInstallationWithAwkwardName() throws IOException {
        home = Files.createDirectories(folder.resolve("a home's \"name\""));
        bin = Files.createDirectories(folder.resolve("bin"));
        java = Files.createDirectories(folder.resolve("jdk 17/bin")).getParent();
        executable(java.resolve("bin/java"), JAVA.formatted("17.0.1"));
        executable(home.resolve("facequality"), Files.readString(SCRIPT));
        Files.createDirectories(home.resolve(ARCHIVE).getParent());
        Files.createFile(home.resolve(ARCHIVE));
    }

    @Test
    void parsesScriptWithShell() throws Exception {
        assertThat(run(Map.of(), "sh", "-n", SCRIPT.toString()).exitCode()).isZero();
    }

    @Test
    void startsArchiveFromAnyFolderAndThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(
                bin.resolve("link"), bin.relativize(folder).resolve("second"));
        Files.createSymbolicLink(folder.resolve("second"), home.resolve("facequality"));
        Run run = run(Map.of("JAVA_HOME", java.toString()), link.toString(), "score", "two words", "", "-x");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.outLines())
                .contains("[-Dfacequality.terminal.input=false]")
                .containsSubsequence(
                        "[-cp]", "[" + home.toRealPath().resolve(ARCHIVE) + "]", "[io.facequality.cli.Main]",
                        "[score]", "[two words]", "[]", "[-x]");
    }

    @Test
    void optionsForJavaAndAUtf8LocaleAreHandedOn() throws Exception {
        Run run = run(
                Map.of("JAVA_HOME", java.toString(), "JAVA_OPTS", "-Xmx1g -Dx=y", "LC_ALL", "C"),
                home.resolve("facequality").toString());
        assertThat(run.outLines()).contains("LC_ALL=C.UTF-8").containsSubsequence("[-Xmx1g]", "[-Dx=y]", "[-cp]");
    }

    @Test
    void silencesTheWarningsOfJava24AndLater() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString());
        assertThat(run(environment, home.resolve("facequality").toString()).outLines())
                .noneMatch(line -> line.contains("native-access") || line.contains("unsafe"));
        executable(java.resolve("bin/java"), JAVA.formatted("25.0.1"));
        assertThat(run(environment, home.resolve("facequality").toString()).outLines())
                .containsSubsequence(
                        "[--enable-native-access=ALL-UNNAMED]", "[--sun-misc-unsafe-memory-access=allow]", "[-cp]");
    }

    @Test
    void printsNoWarningOnJava25() throws Exception {
        Path newer = newestJava();
        Path picture = Pictures.write(folder.resolve("picture.png"), 1);
        executable(java.resolve("bin/java"), JAVA.formatted("25.0.1"));
        List<String> options = run(
                        Map.of("JAVA_HOME", java.toString()), home.resolve("facequality").toString())
                .outLines()
                .stream()
                .filter(line -> line.startsWith("[--"))
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
        List<String> command = new ArrayList<>(List.of(newer.toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "score", "--crop", "as-is", picture.toString()));
        Run run = run(Map.of(), command.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("WARNING");
    }

    private static Path newestJava() throws IOException {
        Path machines = Path.of("/usr/lib/jvm");
        assumeTrue(Files.isDirectory(machines), "no Java 25 to try");
        try (Stream<Path> installed = Files.list(machines)) {
            Optional<Path> java = installed
                    .filter(path -> path.getFileName().toString().contains("25"))
                    .map(path -> path.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
            assumeTrue(java.isPresent(), "no Java 25 to try");
            return java.get();
        }
    }

    @Test
    void reportsMissingOrOldJava() throws Exception {
        Run missing = run(
                Map.of("JAVA_HOME", folder.resolve("none").toString()), home.resolve("facequality").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.errLines()).singleElement().asString().contains("JAVA_HOME", "Java 17 or newer");
        for (String version : List.of("11.0.2", "1.8.0_301")) {
            executable(java.resolve("bin/java"), JAVA.formatted(version));
            Run old = run(Map.of("JAVA_HOME", java.toString()), home.resolve("facequality").toString());
            assertThat(old.exitCode()).isEqualTo(1);
            assertThat(old.errLines()).singleElement().asString().contains("Java 17 or newer is needed, found 1");
        }
    }

    @Test
    void buildsMissingArchiveOnceAndKeepsItsOutputFromResults() throws Exception {
        Path jar = home.resolve(ARCHIVE);
        Files.delete(jar);
        executable(bin.resolve("mvn"), "#!/bin/sh\necho \"mvn $*\"\ntouch facequality-cli/target/facequality.jar\n");
        Map<String, String> environment = Map.of(
                "JAVA_HOME", java.toString(), "MAVEN_ARGS", "-s my.xml", "PATH", bin + ":" + System.getenv("PATH"));
        Run first = run(environment, home.resolve("facequality").toString(), "demo");
        assertThat(first.errLines().get(0)).contains("building");
        assertThat(first.errLines().get(1)).startsWith("mvn ").contains("-s my.xml", "-DskipTests", "-am package");
        assertThat(first.outLines()).contains("[demo]").noneMatch(line -> line.startsWith("mvn"));
        assertThat(run(environment, home.resolve("facequality").toString(), "demo").err()).isEmpty();
    }

    @Test
    void buildsAgainWhenSourcesAreNewerThanArchive() throws Exception {
        executable(bin.resolve("mvn"), "#!/bin/sh\necho \"mvn $*\"\n");
        Map<String, String> environment =
                Map.of("JAVA_HOME", java.toString(), "PATH", bin + ":" + System.getenv("PATH"));
        Instant built = Instant.now().minusSeconds(100);
        for (String source : List.of("pom.xml", "facequality-api/pom.xml", "facequality-api/src/main/java/A.java")) {
            Path file = home.resolve(source);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
            Files.setLastModifiedTime(home.resolve(ARCHIVE), FileTime.from(built));
            Run first = run(environment, home.resolve("facequality").toString(), "demo");
            assertThat(first.errLines().get(0)).as(source).contains("building").contains("sources are newer");
            assertThat(first.outLines()).contains("[demo]");
            assertThat(run(environment, home.resolve("facequality").toString(), "demo").err()).as(source).isEmpty();
        }
        for (String unrelated : List.of("README.md", "facequality-api/src/test/java/ATest.java")) {
            Files.createDirectories(home.resolve(unrelated).getParent());
            Files.setLastModifiedTime(
                    Files.createFile(home.resolve(unrelated)), FileTime.from(Instant.now().plusSeconds(100)));
            assertThat(run(environment, home.resolve("facequality").toString(), "demo").err()).isEmpty();
        }
    }

    @Test
    void startsOlderArchiveWithoutMaven() throws Exception {
        Path source = Files.createFile(home.resolve("pom.xml"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(100)));
        for (String tool : List.of("sed", "head", "dirname", "find", "locale", "stty", "cut", "readlink")) {
            Path place = Path.of("/usr/bin", tool);
            executable(
                    bin.resolve(tool),
                    "#!/bin/sh\nexec " + (Files.exists(place) ? place : Path.of("/bin", tool)) + " \"$@\"\n");
        }
        Run run = run(
                Map.of("JAVA_HOME", java.toString(), "PATH", bin.toString()),
                "/bin/sh", home.resolve("facequality").toString(), "demo");
        assertThat(run.errLines()).singleElement().asString().contains("sources are newer", "not installed");
        assertThat(run.outLines()).contains("[demo]");
    }

    @Test
    void endsScriptWhenBuildFails() throws Exception {
        Files.delete(home.resolve(ARCHIVE));
        executable(bin.resolve("mvn"), "#!/bin/sh\nexit 1\n");
        Run run = run(
                Map.of("JAVA_HOME", java.toString(), "PATH", bin + ":" + System.getenv("PATH")),
                home.resolve("facequality").toString(),
                "demo");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).last().asString().contains("the build failed");
        assertThat(run.out()).isEmpty();
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(Map<String, String> environment, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
