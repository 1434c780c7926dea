package io.facequality.cli;

import io.facequality.pipeline.Progress;
import io.facequality.pipeline.ProgressListener;
import java.io.PrintStream;
import java.text.DecimalFormat;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the work has come, a bar a stage, and lines that do not run into it. For one thread. */
final class ProgressDisplay implements ProgressListener, AutoCloseable {

    private static final int UPDATE_MILLISECONDS = 250;

    private final PrintStream err;
    private final int columns;
    private @Nullable ProgressBar bar;
    private Progress.@Nullable Stage stage;

    private ProgressDisplay(PrintStream err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    static ProgressDisplay withBar(PrintStream err, int columns) {
        return new ProgressDisplay(err, columns);
    }

    static ProgressDisplay withoutBar(PrintStream err) {
        return new ProgressDisplay(err, 0);
    }

    @Override
    public void onProgress(Progress progress) {
        if (columns > 0) {
            show(progress);
        }
    }

    private void show(Progress progress) {
        if (bar == null || progress.stage() != stage) {
            close();
            stage = progress.stage();
            bar = bar(progress);
        }
        bar.stepTo(progress.done());
        if (progress.rejected() > 0) {
            String fate = stage == Progress.Stage.APPLYING ? "failed" : "rejected";
            bar.setExtraMessage("  " + progress.rejected() + " " + fate);
        }
    }

    private ProgressBar bar(Progress progress) {
        return new ProgressBarBuilder()
                .setTaskName(name(progress.stage()))
                .setInitialMax(progress.total())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .showSpeed(new DecimalFormat("0.#"))
                .setConsumer(new Line())
                .build();
    }

    private static String name(Progress.Stage stage) {
        return switch (stage) {
            case READING -> "Pictures read";
            case SELECTING -> "People chosen from";
            case REPORTING -> "Thumbnails made";
            case APPLYING -> "Pictures handled";
        };
    }

    /** Prints a line; a bar that is in its place moves below it. */
    void line(String text) {
        if (bar == null) {
            err.println(text);
        } else {
            err.print("\r" + " ".repeat(columns - 1) + "\r" + text + System.lineSeparator());
            bar.refresh();
        }
    }

    /** Leaves the last bar where it is and starts a new line. */
    @Override
    public void close() {
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
