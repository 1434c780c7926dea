package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.Terminal;
import io.facequality.pipeline.internal.Version;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class ProgramTest {

    private static final List<String> PICTURE_OPTIONS = List.of(
            "--crop", "align|as-is", "--resize", "pillow|opencv", "--faces", "main|all", "--detector",
            "--detection-threshold", "--detection-size", "--max-pixels", "--threads", "--provider", "--strict", "--progress", "--no-progress", "--trace");

    private static final Map<String, List<String>> OPTIONS = Map.of(
            "demo", List.of("--out", "--progress"),
            "score", List.of("PATH", "--format", "csv|json", "--model", "--channels"),
            "embed", List.of("PATH", "--out", "FILE.npy", "--model", "--channels"),
            "select",
                    List.of("ROOT", "--keep", "--copies", "first|as-they-are", "--reference", "--prefer", "--out", "--plan", "--representation", "mean|quality-weighted", "--seed",
                            "--quality-model", "--quality-channels", "--embedding-model", "--embedding-channels"),
            "apply", List.of("PLAN", "--out", "--mode", "copy|link|move", "--what", "kept|dropped", "--no-progress"));

    /** To read the annotations of all commands takes longer than to score a face. */
    @Test
    void addsOnlyTheCommandThatIsGiven() {
        assertThat(Program.neededFor("score", "--help")).containsExactly("score");
        assertThat(Program.neededFor("--trace", "select", "people")).containsExactly("select");
        assertThat(Program.neededFor("--version")).isEmpty();
        for (String[] all : new String[][] {{}, {"--help"}, {"scoer"}, {"completion", "bash"}, {"--trace"}}) {
            assertThat(Program.neededFor(all)).contains("score", "completion", "models");
        }
    }

    @Test
    void knowsEveryCommandByTheNameThatItHas() {
        Program program = new Program(new Console(OutputStream.nullOutputStream(), System.err, Terminal.none()));
        for (String name : program.commandLine(new RootCommand()).getSubcommands().keySet()) {
            assertThat(Program.neededFor(name, "--help")).contains(name);
        }
    }

    @Test
    void namesOptionsAndExamplesInHelpOfEachCommand() {
        OPTIONS.forEach((command, options) -> {
            Run run = Run.of(command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).contains(options).contains("Examples:").contains("facequality " + command + " ");
            assertThat(run.outLines()).allMatch(line -> line.length() <= 80);
        });
        for (String command : List.of("score", "embed", "select")) {
            assertThat(Run.of(command, "--help").out()).contains(PICTURE_OPTIONS);
        }
    }

    @Test
    void namesCommandsAndExitCodesInHelp() {
        Run run = Run.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(OPTIONS.keySet()).contains("Exit codes:").contains("--strict");
    }

    @Test
    void showsVersionOfLibrary() {
        Run run = Run.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).first().isEqualTo("facequality " + Version.current());
        assertThat(Run.of("score", "--version").out()).isEqualTo(run.out());
    }

    @Test
    void wrongUsageIsSaidInALineWithAWayToHelp() {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("scores"),
                List.of("score"),
                List.of("score", "--crop", "cut", "x"),
                List.of("score", "--format", "xml", "x"),
                List.of("score", "--threads", "0", "x"),
                List.of("score", "--threads", "many", "x"),
                List.of("score", "--max-pixels", "-1", "x"),
                List.of("score", "--provider", "abacus", "x"),
                List.of("score", "--unknown\noption", "x"),
                List.of("select", "x"),
                List.of("select", "x", "--keep", "0"),
                List.of("select", "x", "y", "--keep", "1"),
                List.of("select", "x", "--keep", "1", "--representation", "median"),
                List.of("embed", "x"),
                List.of("apply"))) {
            Run run = Run.of(arguments.toArray());
            assertThat(run.exitCode()).as("%s", arguments).isEqualTo(ExitCode.WRONG_USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).first().asString().startsWith("facequality: ");
            assertThat(run.errLines()).last().asString().startsWith("Try: facequality").endsWith(" --help");
        }
    }

    @Test
    void suggestsCommandsForWrongWord() {
        assertThat(Run.of("score", "--crop", "cut", "x").err()).contains("expected one of align, as-is, found 'cut'");
        assertThat(Run.of("score", "--provider", "x", "x").err()).contains("cpu, cuda, tensorrt, core-ml, direct-ml");
        assertThat(Run.of("scor").err()).contains("facequality score");
    }

    @Test
    void namesCommandsThatMakeModelsInHelp() {
        assertThat(Run.of("--help").out()).contains("distill", "train-unet");
        assertThat(Run.of("models", "--help").out()).contains("import", "verify");
    }

    @Test
    void reportsUnexpectedFailureInOneLineAndTraceOnRequest() {
        List<String> lines = stumble("stumble");
        assertThat(lines).singleElement().asString().contains("unexpected failure").contains("over a stone");
        assertThat(stumble("stumble", "--trace")).hasSizeGreaterThan(1);
    }

    private static List<String> stumble(String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Program program = new Program(new Console(OutputStream.nullOutputStream(), errors, Terminal.none()));
        int exitCode = program.commandLine(new RootCommand()).addSubcommand(new Stumble()).execute(arguments);
        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Command(name = "stumble")
    private static final class Stumble implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("over a stone");
        }
    }
}
