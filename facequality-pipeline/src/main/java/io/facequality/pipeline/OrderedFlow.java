package io.facequality.pipeline;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same work on many items with several threads, and hands the results over in the items' order, on the thread
 * that asked.
 *
 * <p>Back-pressure is pull: only a fixed number of items is under way at once, so a slow consumer stops the workers. What
 * a worker throws is thrown here, once, after the other workers have ended.
 */
final class OrderedFlow {

    /** Enough that a slow item at the head does not leave the other threads idle. */
    private static final int ITEMS_UNDER_WAY_PER_THREAD = 4;

    private final int threads;

    OrderedFlow(int threads) {
        this.threads = threads;
    }

    /**
     * Runs the work.
     *
     * @throws CancellationException if this thread is interrupted; its interrupt flag stays set
     */
    <T, R> void run(Iterator<? extends T> items, Function<? super T, ? extends R> work, Consumer<? super R> results) {
        ExecutorService workers = Executors.newFixedThreadPool(threads, daemons());
        try {
            Queue<Future<R>> underWay = new ArrayDeque<>();
            while (items.hasNext() || !underWay.isEmpty()) {
                while (items.hasNext() && underWay.size() < threads * ITEMS_UNDER_WAY_PER_THREAD) {
                    T item = items.next();
                    underWay.add(workers.submit(() -> work.apply(item)));
                }
                results.accept(result(underWay.remove()));
            }
        } finally {
            end(workers);
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
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

    /** Waits until no worker touches anything any more, whoever is impatient. */
    private static void end(ExecutorService workers) {
        workers.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (workers.awaitTermination(1, TimeUnit.DAYS)) {
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

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "facequality-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
