package io.facequality.cli.internal.console;

/** Whoever reads the results has had enough, as {@code head} has after ten lines: the work ends; nothing is wrong. */
public final class OutputClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OutputClosedException(Throwable cause) {
        super("nobody reads standard output any more", cause);
    }
}
