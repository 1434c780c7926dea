package io.facequality.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CompletionCommandTest {

    @TempDir
    private Path folder;

    private static CommandLine root() {
        return new Program(new Console(OutputStream.nullOutputStream(), System.err, Terminal.none()))
                .commandLine(new RootCommand());
    }

    private static String script(CompletionCommand.Shell shell) {
        Run run = Run.of("completion", shell.name().toLowerCase(Locale.ROOT));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    @ParameterizedTest
    @EnumSource
    void namesEveryCommandAndOption(CompletionCommand.Shell shell) {
        String script = script(shell);
        boolean fish = shell == CompletionCommand.Shell.FISH;
        for (String name : names(root())) {
            String word = fish && name.startsWith("--") ? "--long-option " + name.substring(2) : name;
            assertThat(script).contains(fish && name.matches("-[a-zA-Z]") ? "--short-option " + name.substring(1) : word);
        }
        assertThat(script).contains("as-is").doesNotContain("AS_IS");
    }

    private static List<String> names(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        command.getSubcommands().forEach((name, below) -> {
            names.add(name);
            names.addAll(names(below));
        });
        return names;
    }

    @ParameterizedTest
    @EnumSource
    void isReadByTheShellWithoutAWord(CompletionCommand.Shell shell) throws Exception {
        String program = shell.name().toLowerCase(Locale.ROOT);
        assumeTrue(isThere(program), program + " is not installed");
        Path script = Files.writeString(folder.resolve("script"), script(shell));
        assertThat(output(program, "-c", "source '" + script + "'")).isEmpty();
    }

    @Test
    void bashCompletesCommandsOptionsAndChoices() throws Exception {
        assumeTrue(isThere("bash"), "bash is not installed");
        Path script = Files.writeString(folder.resolve("script"), script(CompletionCommand.Shell.BASH));
        assertThat(completed(script, "facequality", "sel")).containsExactly("select");
        assertThat(completed(script, "facequality", "models", "fe")).containsExactly("fetch");
        assertThat(completed(script, "facequality", "score", "--cro")).containsExactly("--crop");
        assertThat(completed(script, "facequality", "score", "--crop", "a")).containsExactly("align", "as-is");
    }

    private List<String> completed(Path script, String... words) throws Exception {
        String line = "compopt() { :; }; source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_facequality; printf '%s\\n' ${COMPREPLY[@]}";
        return output("bash", "-c", line).lines().sorted().toList();
    }

    @Test
    void fishCompletesCommandsOptionsAndChoices() throws Exception {
        assumeTrue(isThere("fish"), "fish is not installed");
        Path script = Files.writeString(folder.resolve("script"), script(CompletionCommand.Shell.FISH));
        assertThat(completedByFish(script, "facequality sel")).containsExactly("select");
        assertThat(completedByFish(script, "facequality models fe")).containsExactly("fetch");
        assertThat(completedByFish(script, "facequality score --cro")).containsExactly("--crop");
        assertThat(completedByFish(script, "facequality score --crop a")).contains("align", "as-is");
        assertThat(completedByFish(script, "facequality --keep")).isEmpty();
    }

    private List<String> completedByFish(Path script, String line) throws Exception {
        return output("fish", "-c", "source '" + script + "'; complete --do-complete '" + line + "'")
                .lines()
                .map(candidate -> candidate.split("\t")[0])
                .sorted()
                .toList();
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private String output(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
