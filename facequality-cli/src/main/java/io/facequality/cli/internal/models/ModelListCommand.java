package io.facequality.cli.internal.models;

import io.facequality.catalogue.ModelStore;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.ProgramVersion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the models that are known. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality models list [OPTION]...",
        header = "List the models that are known, and which are on this machine.",
        description = {
            "State: built-in; fetched; partial (a fetch was interrupted, the next one continues it); not-fetched; "
                    + "unverified (fetched, but the catalogue has no digest to check it by); damaged (the next "
                    + "fetch replaces it).",
            "--format json writes one object per line, with everything that the catalogue says, and its sources. "
                    + "Opens no network connection."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  facequality models list", "  facequality models list --format json"})
public final class ModelListCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: a table for people. json: one object per line. Default: ${DEFAULT-VALUE}.")
    private ModelListFormat format;

    @Mixin
    private StoreOptions options;

    public ModelListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<ModelStore.Status> models = options.builder().build().list();
        Console.write(() -> format.write(models, console.out()));
        return ExitCode.DONE;
    }
}
