package io.facequality.cli.internal.models;

import io.facequality.cli.internal.console.ProgramVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is above the commands that deal with models themselves. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        customSynopsis = "facequality models COMMAND [OPTION]... [ARGUMENT]...",
        header = "Make, fetch, check and list models.",
        commandListHeading = "%nCommands ('facequality models COMMAND --help' shows the options of each):%n")
public final class ModelsCommand implements Callable<Integer> {

    public static final String NAME = "models";

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing; they are " + String.join(", ", spec.subcommands().keySet()));
    }
}
