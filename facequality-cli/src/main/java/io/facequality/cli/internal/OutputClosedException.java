package io.facequality.cli.internal;

/** Whoever reads the results has had enough, as {@code head} has after ten lines: the work ends; nothing is wrong. */
final class OutputClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutputClosedException(Throwable cause) {
        super("nobody reads standard output any more", cause);
    }
}
