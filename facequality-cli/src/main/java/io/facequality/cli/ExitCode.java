package io.facequality.cli;

/** What the process tells its caller. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REJECTED = 3;
    /** As the shell has it: 128 and the number of the signal that Ctrl-C sends. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
