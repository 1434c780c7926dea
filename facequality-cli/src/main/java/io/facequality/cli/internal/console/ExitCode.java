package io.facequality.cli.internal.console;

/** What the process tells its caller. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int REJECTED = 3;
    /** As the shell has it: 128 and the number of the signal that Ctrl-C sends. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
