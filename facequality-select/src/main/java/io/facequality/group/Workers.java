package io.facequality.group;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * So many threads for the time of one call: they are started for it and have ended when it returns. A single one is the
 * caller's own. Each takes the next task when it is done with one, so that tasks of unequal size spread evenly.
 *
 * @param threads at least 1
 */
record Workers(int threads) {

    Workers {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least one thread, found " + threads);
        }
    }

    /** Does one task with the memory of the thread that does it. */
    interface Task<M> {
        void run(int number, M memory);
    }

    /** As {@link #forEach(int, Supplier, Task)}, for tasks that need no memory. */
    void forEach(int count, IntConsumer task) {
        forEach(count, () -> task, (number, consumer) -> consumer.accept(number));
    }

    /**
     * Runs tasks.
     *
     * @param count how many there are
     * @param memory made once for each thread
     * @param task what to do for each number from 0
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    <M> void forEach(int count, Supplier<M> memory, Task<M> task) {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            work(count, next, memory.get(), task);
            return null;
        };
        if (threads == 1 || count <= 1) {
            work(count, next, memory.get(), task);
        } else {
            runTogether(Math.min(threads, count), next, count, worker);
        }
    }

    private static <M> void work(int count, AtomicInteger next, M memory, Task<M> task) {
        try {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                requireNoInterrupt();
                task.run(number, memory);
            }
        } catch (Throwable e) {
            next.set(count);
            throw e;
        }
    }

    private static void runTogether(int threads, AtomicInteger next, int count, Callable<Void> worker) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "facequality-group");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(worker));
            }
            for (Future<Void> future : running) {
                future.get();
            }
            // A future that is done gives its value without a look at the interrupt status.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            throw asItWasThrown(e.getCause());
        } finally {
            next.set(count);
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    private static RuntimeException asItWasThrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** For work between tasks: tells an interrupted caller; it stays interrupted. */
    static void requireNoInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("the grouping was stopped because its thread was interrupted");
    }
}
