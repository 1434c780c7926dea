package io.facequality.distill.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line every so often, for a training takes long and may run where there is no terminal. For one thread. */
final class TrainingLines {

    private static final long SECONDS_BETWEEN_LINES = 10;

    private final PrintWriter err;
    private long last = System.nanoTime();

    TrainingLines(PrintWriter err) {
        this.err = err;
    }

    /** Whether it is time for a line. */
    boolean isDue() {
        return System.nanoTime() - last > SECONDS_BETWEEN_LINES * 1_000_000_000L;
    }

    void print(String line) {
        last = System.nanoTime();
        err.println(line);
        err.flush();
    }

    /** Says how many of something are done, if it is time or all are. */
    void count(String what, long done, long total) {
        if (isDue() || done == total) {
            print(what + ": " + done + " of " + total);
        }
    }

    /** Where a training is. */
    static String place(int epoch, int epochs, long step, long steps) {
        return "epoch " + epoch + " of " + epochs + ", step " + step + " of " + steps;
    }

    static String left(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        String words = duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        return "at most " + words + " left";
    }

    static String rounded(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
