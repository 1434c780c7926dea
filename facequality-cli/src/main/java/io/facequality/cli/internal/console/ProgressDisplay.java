package io.facequality.cli.internal.console;

import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.select.FaceSelector.SearchListener;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the work has come, a bar a stage, and lines that do not run into it. Searches tell of themselves from
 * any thread, everything else from one.
 */
public final class ProgressDisplay implements ProgressListener, SearchListener, AutoCloseable {

    private static final int UPDATE_MILLISECONDS = 250;
    private static final int KILOBYTE = 1000;
    private static final int MEGABYTE = 1_000_000;
    private static final long SO_LONG_IN_KILOBYTES = 10L * MEGABYTE;
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P"};

    private final PrintStream err;
    private final int columns;
    private @Nullable ProgressBar bar;
    private @Nullable String task;

    private ProgressDisplay(PrintStream err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    public static ProgressDisplay withBar(PrintStream err, int columns) {
        return new ProgressDisplay(err, columns);
    }

    public static ProgressDisplay withoutBar(PrintStream err) {
        return new ProgressDisplay(err, 0);
    }

    @Override
    public synchronized void onProgress(Progress progress) {
        if (columns > 0) {
            show(progress);
        }
    }

    private void show(Progress progress) {
        step(name(progress.stage()), progress.done(), progress.total(), UnaryOperator.identity());
        if (progress.rejected() > 0) {
            String fate = progress.stage() == Progress.Stage.APPLYING ? "failed" : "rejected";
            Objects.requireNonNull(bar).setExtraMessage("  " + progress.rejected() + " " + fate);
        }
    }

    /** Names the group that was heard of last: a single one may take longer than all others. */
    @Override
    public synchronized void onProgress(String group, long evaluations, long budget) {
        if (bar != null && name(Progress.Stage.SELECTING).equals(task)) {
            // The name last: what does not fit is cut off.
            Objects.requireNonNull(bar).setExtraMessage("  " + rounded(evaluations) + " of " + rounded(budget) + " tried: "
                    + Terminal.printable(group));
        }
    }

    private static String rounded(long number) {
        int thousands = 0;
        long left = number;
        for (; left >= 10_000; left /= 1000) {
            thousands++;
        }
        return left + THOUSANDS[thousands];
    }

    /** Shows how many bytes of something have come; the total is -1 while it is not known. */
    public synchronized void bytes(String what, long done, long total) {
        if (columns > 0) {
            boolean small = total >= 0 && total < SO_LONG_IN_KILOBYTES;
            step(what, done, total, bar -> small ? bar.setUnit(" kB", KILOBYTE) : bar.setUnit(" MB", MEGABYTE));
        }
    }

    private void step(String name, long done, long total, UnaryOperator<ProgressBarBuilder> look) {
        if (bar == null || !name.equals(task)) {
            close();
            task = name;
            bar = look.apply(builder(name, total)).build();
        }
        bar.stepTo(done);
    }

    private ProgressBarBuilder builder(String name, long total) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                // The clock runs, and a search tells of itself, while no item is finished.
                .continuousUpdate()
                .showSpeed(new DecimalFormat("0.#"))
                .setConsumer(new Line());
    }

    private static String name(Progress.Stage stage) {
        return switch (stage) {
            case READING -> "Pictures read";
            case SELECTING -> "People chosen from";
            case MEASURING -> "Samples measured";
            case REPORTING -> "Thumbnails made";
            case APPLYING -> "Pictures handled";
            case CALIBRATING -> "Faces calibrated on";
            case COMPARING -> "Faces compared on";
        };
    }

    /** Prints a line; a bar that is in its place moves below it. */
    public synchronized void line(String text) {
        if (bar == null) {
            err.println(text);
        } else {
            err.print("\r" + " ".repeat(columns - 1) + "\r" + text + System.lineSeparator());
            bar.refresh();
        }
    }

    /** Leaves the last bar where it is and starts a new line. */
    @Override
    public synchronized void close() {
        if (bar != null) {
            // The bar waits for its own thread, and would take an interrupt for the end of the waiting.
            boolean interrupted = Thread.interrupted();
            bar.close();
            err.println();
            bar = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The library ends the line itself, but not if the bar was there for less than an update. */
    private final class Line extends ConsoleProgressBarConsumer {

        Line() {
            super(err, columns - 1);
        }

        @Override
        public void close() {
            err.flush();
        }
    }
}
