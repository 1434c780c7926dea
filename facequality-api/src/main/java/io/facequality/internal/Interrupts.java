package io.facequality.internal;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** How an interrupt ends work: with a {@link CancellationException}, and the thread's interrupt status set. */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Ends the work that calls it if its thread was interrupted, or is one that the interrupted thread waits for.
     *
     * @throws CancellationException if so
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
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
        return cancelled();
    }

    private static CancellationException cancelled() {
        return new CancellationException("the work was stopped because its thread was interrupted");
    }
}
