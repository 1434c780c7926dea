package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the packages, with a stand-in for Java that says how it was called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "POSIX shell scripts")
class PackageScriptTest {

    private static final Path SCRIPTS = Path.of("..", "distribution", "src", "main", "files");

    private static final String JAVA = """
            #!/bin/sh
            case $1 in
                -version)
                    echo 'openjdk version "%1$s" 2025-01-01' >&2
                    exit
                    ;;
                -Xshare:dump)
                    for argument; do
                        case $argument in
                            -XX:SharedArchiveFile=*) echo 'class data' >"${argument#*=}" ;;
                        esac
                    done
                    echo dump >>"%2$s"
                    exit %3$s
                    ;;
            esac
            for argument; do
                echo "[$argument]"
            done
            exit 3
            """;

    @TempDir
    private Path folder;

    private Path home;
    private Path java;
    private Path dumps;

    @BeforeEach
    void makeInstallationWithAwkwardName() throws IOException {
        home = Files.createDirectories(folder.resolve("a home's \"näme\""));
        dumps = folder.resolve("dumps");
        java = folder.resolve("jdk 17");
        makeJava(java, "17.0.1", 0);
        for (String script : List.of("bin/facequality", "start.sh")) {
            executable(home.resolve(script), Files.readString(SCRIPTS.resolve(script)));
        }
        Files.createDirectories(home.resolve("lib"));
        Files.createFile(home.resolve("lib/facequality-launcher.jar"));
    }

    private void makeJava(Path place, String version, int dumpCode) throws IOException {
        executable(place.resolve("bin/java"), JAVA.formatted(version, dumps, dumpCode));
        Files.writeString(place.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    @Test
    void parsesScriptsWithShell() throws Exception {
        for (String script : List.of("bin/facequality", "start.sh")) {
            assertThat(run(Map.of(), "sh", "-n", SCRIPTS.resolve(script).toString()).exitCode()).as(script).isZero();
        }
    }

    @Test
    void handsArgumentsOnAsTheyAreThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/facequality"));
        Run run = run(
                Map.of("JAVA_HOME", java.toString(), "JAVA_OPTS", "-Xmx1g -Dx=y"),
                link.toString(), "score", "two words", "", "-x", "*");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.outLines())
                .contains("[-Dfacequality.natives=" + home.toRealPath().resolve("native") + "]")
                .containsSubsequence(
                        "[-Xmx1g]", "[-Dx=y]", "[-cp]", "[" + home.toRealPath().resolve("lib/facequality-launcher.jar") + "]",
                        "[io.facequality.cli.Main]", "[score]", "[two words]", "[]", "[-x]", "[*]");
    }

    @Test
    void startFileOpensTheReviewPage() throws Exception {
        Run run = run(Map.of("JAVA_HOME", java.toString()), home.resolve("start.sh").toString(), "my pictures");
        assertThat(run.outLines()).endsWith("[review]", "[my pictures]");
    }

    @Test
    void usesTheJavaOfThePackageFirst() throws Exception {
        makeJava(home.resolve("runtime"), "21.0.1", 0);
        assertThat(packaged(Map.of("JAVA_HOME", folder.resolve("none").toString()), "demo").exitCode()).isEqualTo(3);
    }

    @Test
    void reportsMissingOrOldJava() throws Exception {
        Run missing = packaged(Map.of("JAVA_HOME", folder.resolve("none").toString()), "demo");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.errLines()).singleElement().asString().contains("JAVA_HOME", "Java 17 or newer");
        for (String version : List.of("11.0.2", "1.8.0_301")) {
            makeJava(java, version, 0);
            Run told = packaged(Map.of("JAVA_HOME", java.toString()), "demo");
            Files.delete(java.resolve("release"));
            for (Run old : List.of(told, packaged(Map.of("JAVA_HOME", java.toString()), "demo"))) {
                assertThat(old.exitCode()).isEqualTo(1);
                assertThat(old.errLines()).singleElement().asString()
                        .contains("Java 17 or newer is needed, found " + version);
            }
        }
    }

    @Test
    void silencesTheWarningsOfJava24AndLater() throws Exception {
        assertThat(packaged(Map.of("JAVA_HOME", java.toString()), "demo").out()).doesNotContain("native-access");
        makeJava(java, "25", 0);
        assertThat(packaged(Map.of("JAVA_HOME", java.toString()), "demo").outLines())
                .containsSubsequence(
                        "[--enable-native-access=ALL-UNNAMED]", "[--sun-misc-unsafe-memory-access=allow]", "[-cp]");
    }

    @Test
    void compilesLessInAShortRun() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString());
        String option = "[-XX:TieredStopAtLevel=1]";
        assertThat(packaged(environment, "score", "a.jpg").outLines()).contains(option);
        assertThat(packaged(environment, "--version").outLines()).contains(option);
        assertThat(packaged(environment, "score", folder.toString()).outLines()).doesNotContain(option);
        assertThat(packaged(environment, "select", "a.jpg").outLines()).doesNotContain(option);
    }

    @Test
    void makesClassDataOnceForEachJava() throws Exception {
        Files.writeString(home.resolve("lib/facequality.classes"), "java/lang/Object\n");
        Path cache = folder.resolve("a cache");
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString(), "FACEQUALITY_CACHE", cache.toString());
        Run first = packaged(environment, "demo");
        assertThat(first.err()).isEmpty();
        List<Path> made = files(cache.resolve("classes"));
        assertThat(made).singleElement().asString().endsWith(".jsa");
        assertThat(first.outLines())
                .contains("[-XX:SharedArchiveFile=" + made.get(0) + "]")
                .endsWith("[demo]");
        assertThat(packaged(environment, "demo").out()).isEqualTo(first.out());
        assertThat(dumps).hasContent("dump");
        makeJava(java, "17.0.2", 0);
        packaged(environment, "demo");
        assertThat(files(cache.resolve("classes"))).hasSize(2);
    }

    @Test
    void startsWithoutClassDataWhereTheyCannotBeMade() throws Exception {
        Files.writeString(home.resolve("lib/facequality.classes"), "java/lang/Object\n");
        Path cache = folder.resolve("cache");
        makeJava(java, "17.0.1", 1);
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString(), "FACEQUALITY_CACHE", cache.toString());
        for (int start = 0; start < 2; start++) {
            assertStartedWithoutClassData(packaged(environment, "demo"));
        }
        assertThat(dumps).as("tried once").hasContent("dump");
        Path taken = Files.createFile(folder.resolve("taken"));
        assertStartedWithoutClassData(packaged(
                Map.of("JAVA_HOME", java.toString(), "FACEQUALITY_CACHE", taken.toString()), "demo"));
        assertStartedWithoutClassData(packaged(
                Map.of("JAVA_HOME", java.toString(), "HOME", "/proc/self/none", "XDG_CACHE_HOME", ""), "demo"));
    }

    private static void assertStartedWithoutClassData(Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.outLines()).endsWith("[demo]").noneMatch(line -> line.contains("SharedArchiveFile"));
    }

    /** A file of class data that no Java can use must not change what the program prints. */
    @Test
    void saysNothingOfUnusableClassData() throws Exception {
        Path installed = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeFalse(!Files.isExecutable(installed), "no Java of this build");
        Path data = Files.writeString(home.resolve("lib/facequality.jsa"), "no class data");
        List<String> options = packaged(Map.of("JAVA_HOME", java.toString()), "demo").outLines().stream()
                .filter(line -> line.startsWith("[-X"))
                .map(line -> line.substring(1, line.length() - 1))
                .toList();
        assertThat(options).contains("-XX:SharedArchiveFile=" + data.toRealPath());
        String[] command = Stream.concat(
                        Stream.concat(Stream.of(installed.toString()), options.stream()),
                        Stream.of("-cp", System.getProperty("java.class.path"), "io.facequality.cli.Main", "--version"))
                .toArray(String[]::new);
        Run run = run(Map.of(), command);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("facequality ");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void executable(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run packaged(Map<String, String> environment, String... arguments) throws Exception {
        String[] command = Stream.concat(Stream.of(home.resolve("bin/facequality").toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return run(environment, command);
    }

    private Run run(Map<String, String> environment, String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        List.of("JAVA_HOME", "JAVA_OPTS", "FACEQUALITY_CACHE").forEach(builder.environment()::remove);
        builder.environment().putAll(new HashMap<>(environment));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
