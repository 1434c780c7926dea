package io.facequality.cli.internal.training;

import java.io.PrintWriter;

/** A line every so often, for work that takes long and may run where there is no terminal. For one thread. */
public class SparseLines {

    private static final long SECONDS_BETWEEN_LINES = 10;

    private final PrintWriter err;
    private long last = System.nanoTime();

    public SparseLines(PrintWriter err) {
        this.err = err;
    }

    /** Whether the last line, or the beginning, is long enough ago. */
    public boolean isDue() {
        return System.nanoTime() - last > SECONDS_BETWEEN_LINES * 1_000_000_000L;
    }

    public void print(String line) {
        last = System.nanoTime();
        err.println(line);
        err.flush();
    }

    /** Says how many of something are done, if it is time or all are. */
    public void count(String what, long done, long total) {
        if (isDue() || done == total) {
            print(what + ": " + done + " of " + total);
        }
    }
}
