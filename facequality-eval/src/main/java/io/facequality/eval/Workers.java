package io.facequality.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * So many threads for the time of one call; each takes the next task when it is done with one.
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
    @FunctionalInterface
    interface Task<M> {
        void run(int number, M memory);
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
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, count)), work -> {
            Thread thread = new Thread(work, "facequality-eval");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, count); i++) {
                running.add(pool.submit(() -> {
                    M own = memory.get();
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        task.run(number, own);
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            requireUninterrupted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            next.set(count);
            end(pool);
        }
    }

    /** Waits until no worker touches anything any more, whoever is impatient. */
    private static void end(ExecutorService pool) {
        pool.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends work that was asked to stop; the thread stays interrupted. */
    static void requireUninterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("the evaluation was stopped because its thread was interrupted");
    }
}
