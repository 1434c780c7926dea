package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Seconds;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether videos are decoded in processes of their own, and how long those may be silent. */
final class IsolationOptions {

    private static final Duration USUAL_SILENCE = Duration.ofMinutes(1);

    @Option(
            names = "--isolate",
            description = "Decode each video in a process of its own, so that a hostile file that crashes or hangs the "
                    + "decoder ends no more than its own video.")
    private boolean isolate;

    @Option(
            names = "--isolate-limit",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "With --isolate, end such a process when it takes longer than this for the next frame. "
                    + "Default: 60.")
    private @Nullable Duration longestSilence;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** How long such a process may be silent; empty where videos are decoded in this process. */
    Optional<Duration> isolation() {
        if (longestSilence != null && !isolate) {
            throw new ParameterException(command.commandLine(), "--isolate-limit needs --isolate");
        }
        if (longestSilence != null && longestSilence.toMillis() < 1) {
            throw new ParameterException(command.commandLine(), "--isolate-limit takes at least 0.001");
        }
        return isolate ? Optional.of(longestSilence == null ? USUAL_SILENCE : longestSilence) : Optional.empty();
    }

    /** Refuses options that say nothing where no video is read. */
    void requireNone() {
        if (isolation().isPresent()) {
            throw new ParameterException(command.commandLine(), "--isolate needs --videos");
        }
    }
}
