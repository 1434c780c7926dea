package io.facequality.select;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * So many threads for the time of one call: they are started for it and have ended when it returns. A single one is the
 * caller's own. Immutable.
 *
 * @param threads at least 1
 */
record Workers(int threads) {

    /**
     * Runs tasks.
     *
     * @param count how many there are
     * @param task what to do for each number from 0; calls {@link #stopIfInterrupted} now and then
     * @return their results, in the order of the numbers
     * @throws CancellationException if the calling thread is interrupted; it stays so
     */
    <T> List<T> run(int count, IntFunction<T> task) {
        return threads == 1 || count == 1 ? runHere(count, task) : runTogether(count, task);
    }

    /** As {@link #run}, for tasks without results. */
    void forEach(int count, IntConsumer task) {
        run(count, number -> {
            task.accept(number);
            return number;
        });
    }

    /** Ends the task that calls it if its thread, or the thread that waits for it, was interrupted. */
    static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled();
        }
    }

    private static <T> List<T> runHere(int count, IntFunction<T> task) {
        List<T> results = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            stopIfInterrupted();
            results.add(task.apply(number));
        }
        return results;
    }

    private <T> List<T> runTogether(int count, IntFunction<T> task) {
        List<Thread> started = Collections.synchronizedList(new ArrayList<>());
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, count), work -> {
            Thread thread = new Thread(work, "facequality-select");
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
        try {
            List<Future<T>> futures = IntStream.range(0, count)
                    .mapToObj(number -> pool.submit(() -> task.apply(number)))
                    .toList();
            List<T> results = new ArrayList<>(count);
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            throw asItWasThrown(e.getCause());
        } finally {
            pool.shutdownNow();
            started.forEach(Workers::awaitEnd);
        }
    }

    private static RuntimeException asItWasThrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("the selection was stopped because its thread was interrupted");
    }
}
