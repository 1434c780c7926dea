package io.facequality.internal;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** How an interrupt or the end of the process ends work: with a {@link CancellationException}. */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Ends the work that calls it if its thread was interrupted, or is one that the interrupted thread waits for.
     *
     * @throws CancellationException if so
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw canceled();
        }
    }

    /**
     * Ends the work that calls it if the process is ending. Java then refuses much that libraries do while they start,
     * and the failure that they report is not the real one.
     *
     * @throws CancellationException if so
     */
    public static void checkNotEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(new Thread());
        } catch (IllegalStateException e) {
            throw new CancellationException("the work was stopped because the process is ending");
        }
    }

    /**
     * Waits.
     *
     * @param pause how long
     * @throws CancellationException if this thread is interrupted
     */
    public static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw restored();
        }
    }

    /**
     * For where an {@link InterruptedException} was caught, which cleared the status: sets it again.
     *
     * @return what to throw
     */
    public static CancellationException restored() {
        Thread.currentThread().interrupt();
        return canceled();
    }

    /**
     * For where the status is set already.
     *
     * @return what to throw
     */
    public static CancellationException canceled() {
        return new CancellationException("the work was stopped because its thread was interrupted");
    }
}
