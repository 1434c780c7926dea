package io.facequality.review.internal;

import io.facequality.FaceQualityException;
import io.facequality.ProgressListener;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one long job that runs at a time, on a thread of its own. The windows are told how far it is. Safe to share
 * between threads.
 */
final class Work {

    private static final long BETWEEN_EVENTS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Windows windows;
    private @Nullable Thread thread;
    private State state = new State("none", "", 0, 0, 0, null);

    Work(Windows windows) {
        this.windows = windows;
    }

    /**
     * How far the job is.
     *
     * @param job what is being done, or {@code none}
     * @param stage the part of it
     * @param done how many items are finished
     * @param total how many there are; -1 while that is not known
     * @param rejected how many could not be used
     * @param problem why the last job failed
     */
    record State(String job, String stage, long done, long total, long rejected, @Nullable String problem) {}

    synchronized State state() {
        return state;
    }

    /**
     * Starts a job.
     *
     * @param name what it is called
     * @param job does the work; it ends with what the windows are told
     */
    synchronized void start(String name, Function<ProgressListener, Windows.Event> job) {
        if (thread != null) {
            throw new Refusal(Refusal.CONFLICT, "Something is running already. Wait, or cancel it.");
        }
        change(new State(name, "", 0, -1, 0, null));
        thread = new Thread(() -> run(name, job), "facequality-review-work");
        thread.start();
    }

    private void run(String name, Function<ProgressListener, Windows.Event> job) {
        String problem = null;
        Optional<Windows.Event> result = Optional.empty();
        try {
            result = Optional.of(job.apply(throttled(name)));
        } catch (CancellationException cancelled) {
            // The person wanted that.
        } catch (FaceQualityException e) {
            problem = e.getMessage();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            problem = "Unexpected failure: " + e;
        } finally {
            end(problem);
        }
        result.ifPresent(event -> windows.tell(event.name(), event.data()));
    }

    private synchronized void end(@Nullable String problem) {
        thread = null;
        change(new State("none", "", 0, 0, 0, problem));
        notifyAll();
    }

    private synchronized void change(State other) {
        state = other;
        windows.tell("work", other);
    }

    private ProgressListener throttled(String name) {
        long[] next = {Long.MIN_VALUE};
        return progress -> {
            long now = System.nanoTime();
            if (now >= next[0] || progress.done() == progress.total()) {
                next[0] = now + BETWEEN_EVENTS_NANOS;
                change(new State(
                        name, progress.stage().name().toLowerCase(Locale.ROOT), progress.done(), progress.total(),
                        progress.rejected(), null));
            }
        };
    }

    /** Asks the job to end. */
    synchronized void cancel() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Asks the job to end, and waits until it has. */
    synchronized void stop(long millis) {
        cancel();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (thread != null && System.nanoTime() < end) {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
