package io.facequality.cli.internal.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks a person something that only a clear yes agrees to.
 *
 * @param console where it is asked, and where the answer comes from
 * @param text what is asked
 */
public record YesNoQuestion(Console console, String text) {

    private static final Set<String> YES = Set.of("y", "yes");

    /** Whether somebody is there to answer. */
    public boolean canBeAsked() {
        return console.answers().isPresent();
    }

    /**
     * Asks.
     *
     * @return false for every other answer, and if nobody is there to answer
     * @throws CancellationException if this thread is interrupted while it waits
     */
    public boolean isAnsweredYes() {
        return console.answers().map(this::answer).map(YES::contains).orElse(false);
    }

    private String answer(BufferedReader answers) {
        console.err().print(Terminal.printable(text) + " [y/N] ");
        console.err().flush();
        return read(answers).strip().toLowerCase(Locale.ROOT);
    }

    /** Reading from a terminal cannot be interrupted, so another thread does it, and is left behind on Ctrl-C. */
    private static String read(BufferedReader answers) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        String read = answers.readLine();
                        line.complete(read == null ? "" : read);
                    } catch (IOException e) {
                        line.completeExceptionally(e);
                    }
                },
                "facequality-answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            throw new UncheckedIOException((IOException) e.getCause());
        }
    }
}
