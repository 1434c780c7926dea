package io.facequality.cli.internal;

import io.facequality.cli.internal.console.ChoiceConverter;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality completion bash|zsh|fish",
        header = "Write the script that lets a shell complete commands and options.",
        description = "The script goes to standard output. A shell that reads it completes commands, options and "
                + "their values from then on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bash:  source <(facequality completion bash)",
            "  zsh:   source <(facequality completion zsh)",
            "  fish:  facequality completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    /** A shell, and the script for it. */
    enum Shell {
        BASH {
            @Override
            String script(CommandLine root) {
                return AutoComplete.bash(root.getCommandName(), root);
            }
        },
        ZSH {
            @Override
            String script(CommandLine root) {
                // It finds out which of the two reads it.
                return BASH.script(root);
            }
        },
        FISH {
            @Override
            String script(CommandLine root) {
                return new FishCompletion(root.getCommandName()).script(root);
            }
        };

        abstract String script(CommandLine root);
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        nameChoices(root);
        Console.write(() -> console.out().write(shell.script(root).getBytes(StandardCharsets.UTF_8)));
        return ExitCode.DONE;
    }

    /** Choices complete to the words that {@link ChoiceConverter} reads, not to the names of constants. */
    private static void nameChoices(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.type().isEnum() && option.group() == null) {
                spec.remove(option);
                spec.addOption(
                        OptionSpec.builder(option).completionCandidates(words(option.type())).build());
            }
        }
        command.getSubcommands().values().forEach(CompletionCommand::nameChoices);
    }

    private static List<String> words(Class<?> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .map(choice -> ChoiceConverter.word((Enum<?>) choice))
                .toList();
    }
}
