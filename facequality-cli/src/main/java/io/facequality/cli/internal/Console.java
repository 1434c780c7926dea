package io.facequality.cli.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a command writes, and where a person answers.
 *
 * @param out results; UTF-8 whatever the platform's charset is, since they go into files and other programs. What goes to
 *     a terminal holds no control characters; what goes elsewhere is exact
 * @param err everything about the work: rejections, failures, progress; without control characters wherever it goes
 * @param terminal what of it is connected to a terminal
 * @param answers what a person types; empty if nobody is there to be asked
 */
public record Console(OutputStream out, PrintStream err, Terminal terminal, Optional<BufferedReader> answers) {

    /** Sees to it that no name of a file reaches a terminal through the messages as a command to it. */
    public Console {
        err = TerminalStream.messages(err);
    }

    /** With nobody to be asked. */
    public Console(OutputStream out, PrintStream err, Terminal terminal) {
        this(out, err, terminal, Optional.empty());
    }

    @Override
    public OutputStream out() {
        return terminal.isOutput() ? TerminalStream.results(out) : out;
    }

    /** A writer of results; failures do not show, so it is for words that only a person reads. */
    PrintWriter words() {
        return writer(out());
    }

    /** A writer of what the program itself has to say, and of nothing else; it may be colored. */
    PrintWriter help() {
        return writer(out);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Writes results. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /**
     * Writes results, and says what it means if they cannot be written.
     *
     * @throws OutputClosedException if whoever reads them has had enough
     * @throws StorageException if they cannot be written otherwise
     */
    static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * What a failure to write results means.
     *
     * @return {@link OutputClosedException} if whoever reads them has had enough, otherwise a {@link StorageException}
     */
    private static RuntimeException failure(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
            return new OutputClosedException(failure);
        }
        return new StorageException(
                new Problem(
                        "cannot write the results", "standard output", "a place that takes them", reason,
                        "Free some space, or write to another file."),
                failure);
    }
}
