package io.facequality.select.internal.search;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * When a search stops with the best so far, and who hears how far it is. Safe for several threads.
 *
 * <p>A number of evaluations stops a search at the same place each time, whatever the threads; so where threads share
 * the number, it is the search that sees to that. Time does not.
 */
public final class Limits {

    private final long evaluations;
    private final boolean isTimed;
    private final long deadline;
    private final AtomicLong done = new AtomicLong();
    private final LongConsumer listener;

    private Limits(long evaluations, boolean isTimed, long deadline, LongConsumer listener) {
        this.evaluations = evaluations;
        this.isTimed = isTimed;
        this.deadline = deadline;
        this.listener = listener;
    }

    /** The time runs from now. */
    static Limits of(long evaluations, Optional<Duration> time, LongConsumer listener) {
        return new Limits(
                evaluations,
                time.isPresent(),
                System.nanoTime() + time.map(Duration::toNanos).orElse(0L),
                listener);
    }

    public static Limits ofEvaluations(long evaluations) {
        return of(evaluations, Optional.empty(), done -> {});
    }

    /** The same time, another number. */
    Limits withEvaluations(long other) {
        return new Limits(other, isTimed, deadline, listener);
    }

    long evaluations() {
        return evaluations;
    }

    boolean isTimeUp() {
        return isTimed && System.nanoTime() - deadline >= 0;
    }

    /** Tells the listener of so many more. */
    void report(long more) {
        listener.accept(done.addAndGet(more));
    }
}
