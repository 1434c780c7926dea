package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts for Windows, in the command shell of Wine, with a stand-in for Java that says how it was called. It shows
 * what the shell does with the scripts, not what Windows does with the program.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs the scripts under Wine")
class WindowsScriptTest {

    /** Wine fills it at the first use, which takes half a minute, so it is kept. */
    private static final Path PREFIX = Path.of("target", "wine").toAbsolutePath();

    private static final Path STAND_IN = Path.of("target", "java-stand-in.exe").toAbsolutePath();

    /** In a command shell's script a variable's value is not looked at again, so any name can be handed on in one. */
    private static final String DRIVER = "@\"%FQ_TEST_SCRIPT%\" %FQ_TEST_ARGUMENTS%\r\n";

    private static final String PACKAGED = "bin/facequality.cmd";
    private static final String CHECKED_OUT = "facequality.cmd";

    @TempDir
    private Path folder;

    private Path home;
    private Path java;

    @BeforeAll
    static void requireWine() throws Exception {
        assumeTrue(isInstalled("wine") && isInstalled("x86_64-w64-mingw32-gcc"), "Wine or its compiler is not here");
        Path source = Path.of("target", "java-stand-in.c").toAbsolutePath();
        try (InputStream code = WindowsScriptTest.class.getResourceAsStream("java-stand-in.c")) {
            Files.write(source, code.readAllBytes());
        }
        Run compiled = run(Map.of(), List.of(
                "x86_64-w64-mingw32-gcc", "-municode", "-O1", "-o", STAND_IN.toString(), source.toString()));
        assertThat(compiled.exitCode()).as(compiled.err()).isZero();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @BeforeEach
    void makeInstallationWithAwkwardName() throws IOException {
        home = Files.createDirectories(folder.resolve("Änne's programs (x86) & more"));
        write(home.resolve(PACKAGED), Files.readString(Path.of("..", "distribution/src/main/files", PACKAGED)));
        write(home.resolve("start.bat"), Files.readString(Path.of("..", "distribution/src/main/files/start.bat")));
        write(home.resolve(CHECKED_OUT), Files.readString(Path.of("..", CHECKED_OUT)));
        write(home.resolve("lib/facequality-launcher.jar"), "");
        write(home.resolve("facequality-cli/target/facequality.jar"), "");
        java = folder.resolve("jdk 17 (ü)");
        makeJava(java, "17.0.9");
    }

    /** Git gives them these line ends; the shell needs them. */
    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content.replaceAll("\r?\n", "\r\n"));
    }

    private static void makeJava(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.copy(STAND_IN, folder.resolve("bin/java.exe"));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"A=B\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {PACKAGED, CHECKED_OUT})
    void handsArgumentsOnAsTheyAreAndReturnsExitCode(String script) throws Exception {
        Run run = script(
                script,
                Map.of("JAVA_HOME", windows(java), "JAVA_OPTS", "-Xmx1g -Dx=y"),
                "score --keep=3 \"two words.jpg\" \"Grüße & so.png\" \"\" ^x \"a;b,c\" \"!name!\" --not-last");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).isBlank();
        assertThat(run.outLines())
                .containsSubsequence("[-Xmx1g]", "[-Dx=y]", "[-cp]")
                .containsSubsequence(
                        "[io.facequality.cli.Main]", "[score]", "[--keep=3]", "[two words.jpg]", "[Grüße & so.png]", "[]",
                        "[a;b,c]", "[!name!]", "[--not-last]")
                .endsWith("[--not-last]")
                .noneMatch(argument -> argument.contains("--enable-native-access"));
        String jar = script.equals(PACKAGED)
                ? "lib/facequality-launcher.jar" : "facequality-cli/target/facequality.jar";
        assertThat(run.out()).contains("[-cp]\n[" + windows(home.resolve(jar)) + "]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {PACKAGED, CHECKED_OUT})
    void silencesTheWarningsOfJava24AndLater(String script) throws Exception {
        Path newer = folder.resolve("jdk-25");
        makeJava(newer, "25");
        Run run = script(script, Map.of("JAVA_HOME", windows(newer), "STAND_IN_VERSION", "25"), "demo");
        assertThat(run.outLines())
                .containsSubsequence(
                        "[--enable-native-access=ALL-UNNAMED]", "[--sun-misc-unsafe-memory-access=allow]", "[-cp]", "[demo]");
    }

    @ParameterizedTest
    @ValueSource(strings = {PACKAGED, CHECKED_OUT})
    void reportsMissingOrOldJava(String script) throws Exception {
        Run missing = script(script, Map.of("JAVA_HOME", windows(folder.resolve("none (x86)"))), "demo");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.out()).isBlank();
        assertThat(missing.err()).contains("JAVA_HOME", "Java 17 or newer");
        Path older = folder.resolve("jdk-11");
        makeJava(older, "1.8.0_301");
        Run old = script(script, Map.of("JAVA_HOME", windows(older), "STAND_IN_VERSION", "1.8.0_301"), "demo");
        assertThat(old.exitCode()).isEqualTo(1);
        assertThat(old.out()).isBlank();
        assertThat(old.err()).contains("Java 17 or newer is needed, found").contains("1");
    }

    @Test
    void findsJavaOnPathAndAsksItWhereNoFileTells() throws Exception {
        Files.delete(java.resolve("release"));
        Run none = script(PACKAGED, Map.of(), "demo");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("no Java found");
        Run run = script(PACKAGED, Map.of("WINEPATH", windows(java.resolve("bin"))), "demo");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.outLines()).contains("[demo]");
    }

    @Test
    void usesTheJavaOfThePackageFirst() throws Exception {
        makeJava(home.resolve("runtime"), "21.0.1");
        Run run = script(PACKAGED, Map.of("JAVA_HOME", windows(folder.resolve("none"))), "demo");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    }

    @Test
    void makesClassDataOnceAndDoesWithoutWhereItCannot() throws Exception {
        write(home.resolve("lib/facequality.classes"), "java/lang/Object\n");
        write(home.resolve("lib/build.txt"), "0123abcd\n");
        Path cache = folder.resolve("cache ö");
        Map<String, String> environment =
                Map.of("JAVA_HOME", windows(java), "FACEQUALITY_CACHE", windows(cache));
        Run first = script(PACKAGED, environment, "demo");
        List<Path> made = files(cache.resolve("classes"));
        assertThat(made).singleElement().asString().endsWith("0123abcd.jsa");
        assertThat(first.out()).contains("[-XX:SharedArchiveFile=" + windows(made.get(0)) + "]");
        assertThat(first.outLines()).endsWith("[demo]");
        Files.writeString(made.get(0), "as it was");
        assertThat(script(PACKAGED, environment, "demo").out()).isEqualTo(first.out());
        assertThat(made.get(0)).hasContent("as it was");
        Path taken = Files.createFile(folder.resolve("taken"));
        Run without = script(PACKAGED, Map.of("JAVA_HOME", windows(java), "FACEQUALITY_CACHE", windows(taken)), "demo");
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.err()).isBlank();
        assertThat(without.outLines())
                .endsWith("[demo]")
                .noneMatch(argument -> argument.contains("SharedArchiveFile"));
    }

    @Tag("slow")
    @Test
    void startFileOpensTheReviewPageOfWhatIsDroppedOnIt() throws Exception {
        Run run = script(
                "start.bat", Map.of("JAVA_HOME", windows(java), "FACEQUALITY_NO_PAUSE", "yes"), "\"C:\\my pictures\"");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.outLines()).endsWith("[review]", "[C:\\my pictures]");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The name that Wine gives to a file. */
    private static String windows(Path file) {
        return "Z:" + file.toAbsolutePath().toString().replace('/', '\\');
    }

    private Run script(String script, Map<String, String> environment, String arguments) throws Exception {
        Path driver = folder.resolve("driver.cmd");
        Files.writeString(driver, DRIVER);
        Map<String, String> all = new HashMap<>(environment);
        all.put("FQ_TEST_SCRIPT", windows(home.resolve(script)));
        all.put("FQ_TEST_ARGUMENTS", arguments);
        return run(all, List.of("wine", "cmd", "/c", windows(driver)));
    }

    private static Run run(Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile("windows-script", ".out");
        Path err = Files.createTempFile("windows-script", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            List.of("JAVA_HOME", "JAVA_OPTS", "FACEQUALITY_CACHE", "DISPLAY").forEach(builder.environment()::remove);
            // Wine makes what it needs for programs of 64 bits only, and offers to download nothing.
            builder.environment().putAll(Map.of(
                    "WINEPREFIX", PREFIX.toString(), "WINEDEBUG", "-all", "WINEARCH", "win64",
                    "WINEDLLOVERRIDES", "mscoree,mshtml="));
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Run(
                    process.exitValue(),
                    new String(Files.readAllBytes(out), StandardCharsets.UTF_8).replace("\r", ""),
                    new String(Files.readAllBytes(err), StandardCharsets.UTF_8).replace("\r", ""));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
