package io.facequality.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Daemon threads for the time of one call. Closing them interrupts what still runs and waits until the threads have
 * ended, whoever is impatient, so that nothing is touched any more when the call returns.
 */
public final class WorkerThreads implements AutoCloseable {

    private final List<Thread> started = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService pool;

    /**
     * Makes them; each starts when there is work for it.
     *
     * @param count at most so many, at least 1
     */
    public WorkerThreads(int count) {
        pool = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "facequality-" + (started.size() + 1));
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
    }

    /**
     * Hands work over.
     *
     * @param <T> what it gives
     * @param work throws nothing that is checked
     * @return what {@link #result} waits for
     */
    public <T> Future<T> submit(Callable<T> work) {
        return pool.submit(work);
    }

    /**
     * Waits for work, and throws what it has thrown.
     *
     * @param <T> what it gives
     * @param future the work
     * @return its result
     * @throws CancellationException if this thread is interrupted; it stays so
     */
    public static <T> T result(Future<T> future) {
        return result(future, Future::get);
    }

    /**
     * Waits for work no longer than a limit, and throws what it has thrown.
     *
     * @param <T> what it gives
     * @param future the work, which gives no null
     * @param limit how long
     * @return its result; nothing if it goes on still
     * @throws CancellationException if this thread is interrupted; it stays so
     */
    public static <T> Optional<T> result(Future<T> future, Duration limit) {
        return result(future, work -> {
            try {
                return Optional.of(work.get(limit.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            }
        });
    }

    /** A way to wait. */
    @FunctionalInterface
    private interface Waiting<T, R> {
        R on(Future<T> future) throws InterruptedException, ExecutionException;
    }

    private static <T, R> R result(Future<T> future, Waiting<T, R> waiting) {
        try {
            return waiting.on(future);
        } catch (InterruptedException e) {
            throw Interrupts.restored();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a worker can throw unchecked exceptions only", e.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        boolean interrupted = Thread.interrupted();
        // Not the pool's own waiting, which returns a moment before the last thread has ended.
        for (Thread thread : List.copyOf(started)) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
