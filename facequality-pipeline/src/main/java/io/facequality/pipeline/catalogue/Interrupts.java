package io.facequality.pipeline.catalogue;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** How an interrupt ends a fetch: with a {@link CancellationException}, and the thread's interrupt status set. */
final class Interrupts {

    private Interrupts() {}

    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw restored();
        }
    }

    /** For where an {@link InterruptedException} was caught, which cleared the status. */
    static CancellationException restored() {
        Thread.currentThread().interrupt();
        return cancelled();
    }

    private static CancellationException cancelled() {
        return new CancellationException("interrupted while fetching a model");
    }
}
