package io.facequality.internal;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * So many threads for the time of one call: they are started for it and have ended when it returns. A single one is the
 * caller's own. Each takes the next task when it is done with one, so that tasks of unequal size spread evenly. What a
 * task throws reaches the caller, once, after the other threads have ended. Immutable.
 *
 * @param threads at least 1
 */
public record Workers(int threads) {

    /** Checks the number. */
    public Workers {
        if (threads < 1) {
            throw InvalidInputException.ofValue("threads", "at least one thread", threads);
        }
    }

    /**
     * Does one task with the memory of the thread that does it.
     *
     * @param <M> the memory
     */
    @FunctionalInterface
    public interface Task<M> {

        /**
         * Does it; a long one calls {@link Interrupts#check} now and then.
         *
         * @param number which, from 0
         * @param memory this thread's own
         */
        void run(int number, M memory);
    }

    /**
     * Runs tasks that give something.
     *
     * @param <T> what each gives
     * @param count how many there are
     * @param task what to do for each number from 0
     * @return their results, in the order of the numbers
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    public <T> List<T> run(int count, IntFunction<T> task) {
        List<T> results = new ArrayList<>(Collections.nCopies(count, null));
        forEach(count, number -> results.set(number, task.apply(number)));
        return results;
    }

    /**
     * Runs tasks that need no memory.
     *
     * @param count how many there are
     * @param task what to do for each number from 0
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    public void forEach(int count, IntConsumer task) {
        forEach(count, () -> task, (number, consumer) -> consumer.accept(number));
    }

    /**
     * Runs tasks.
     *
     * @param <M> what a thread works with
     * @param count how many there are
     * @param memory made once for each thread
     * @param task what to do for each number from 0
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    public <M> void forEach(int count, Supplier<M> memory, Task<M> task) {
        AtomicInteger next = new AtomicInteger();
        if (threads == 1 || count <= 1) {
            work(count, next, memory.get(), task);
        } else {
            workTogether(count, next, memory, task);
        }
    }

    private <M> void workTogether(int count, AtomicInteger next, Supplier<M> memory, Task<M> task) {
        try (WorkerThreads workers = new WorkerThreads(Math.min(threads, count))) {
            List<Future<Boolean>> running = IntStream.range(0, Math.min(threads, count))
                    .mapToObj(thread -> workers.submit(() -> work(count, next, memory.get(), task)))
                    .toList();
            try {
                running.forEach(WorkerThreads::result);
                // A future that is done gives its value without a look at the interrupt status.
                Interrupts.check();
            } finally {
                next.set(count);
            }
        }
    }

    private static <M> boolean work(int count, AtomicInteger next, M memory, Task<M> task) {
        try {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                Interrupts.check();
                task.run(number, memory);
            }
            return true;
        } catch (Throwable e) {
            next.set(count);
            throw e;
        }
    }
}
