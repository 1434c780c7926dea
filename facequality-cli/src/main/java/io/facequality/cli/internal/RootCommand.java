package io.facequality.cli.internal;

import io.facequality.cli.internal.console.ProgramVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What is above the commands. */
@Command(
        name = "facequality",
        description = {
            "Scores each face's quality, embeds it, and keeps the best few of every person's near-duplicates. "
                    + "No picture is ever deleted or overwritten."
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        customSynopsis = "facequality COMMAND [OPTION]... [ARGUMENT]...",
        commandListHeading = "%nCommands ('facequality COMMAND --help' shows the options of each):%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; one line on standard error says why",
            "2:wrong usage",
            "3:done, but some pictures were rejected and --strict was given",
            "130:interrupted"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality demo",
            "  facequality score photos > scores.csv",
            "  facequality select people --keep 3 --out selected",
            "",
            "A file whose name starts with a dash goes after a lone --:",
            "  facequality score -- -odd-name.jpg"
        })
final class RootCommand implements Callable<Integer> {

    @Option(
            names = "--trace",
            scope = ScopeType.INHERIT,
            description = "When something fails, show where in the program.")
    boolean trace = System.getProperty("facequality.trace") != null;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing; they are " + String.join(", ", spec.subcommands().keySet()));
    }
}
