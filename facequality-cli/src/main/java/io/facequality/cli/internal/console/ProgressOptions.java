package io.facequality.cli.internal.console;

import picocli.CommandLine.Option;

/** Whether there is a progress bar. */
public final class ProgressOptions {

    @Option(
            names = "--progress",
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description = "Show a progress bar on standard error; auto: if that is a terminal. "
                    + "Default: ${DEFAULT-VALUE}.")
    private ProgressOption progress;

    @Option(names = "--no-progress", description = "The same as --progress never.")
    private boolean noProgress;

    /** A display for a command that writes nothing to standard output while it works. */
    public ProgressDisplay display(Console console) {
        return display(console, false);
    }

    /** A display for a command whose results run over standard output, and would run over the bar. */
    public ProgressDisplay displayBesideResults(Console console) {
        return display(console, console.terminal().mayShowOutput());
    }

    private ProgressDisplay display(Console console, boolean outputInTheWay) {
        return switch (noProgress ? ProgressOption.NEVER : progress) {
            case NEVER -> ProgressDisplay.withoutBar(console.err());
            case ALWAYS -> ProgressDisplay.withBar(
                    console.err(), console.terminal().errorColumns().orElse(Terminal.USUAL_COLUMNS));
            case AUTO -> console.terminal().errorColumns().isPresent() && !outputInTheWay
                    ? ProgressDisplay.withBar(console.err(), console.terminal().errorColumns().getAsInt())
                    : ProgressDisplay.withoutBar(console.err());
        };
    }
}
