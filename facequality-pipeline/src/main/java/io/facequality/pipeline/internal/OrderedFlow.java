package io.facequality.pipeline.internal;

import io.facequality.internal.WorkerThreads;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does the same work on many items with several threads, and hands the results over in the items' order, on the thread
 * that asked.
 *
 * <p>Back-pressure is pull: only a fixed number of items is under way at once, so a slow consumer stops the workers. What
 * a worker throws is thrown here, once, after the other workers have ended.
 */
public final class OrderedFlow {

    /** Enough that a slow item at the head does not leave the other threads idle. */
    private static final int ITEMS_UNDER_WAY_PER_THREAD = 4;

    private final int threads;

    public OrderedFlow(int threads) {
        this.threads = threads;
    }

    /**
     * Runs the work.
     *
     * @throws CancellationException if this thread is interrupted; its interrupt flag stays set
     */
    public <T, R> void run(Iterator<? extends T> items, Function<? super T, ? extends R> work, Consumer<? super R> results) {
        try (WorkerThreads workers = new WorkerThreads(threads)) {
            Queue<Future<R>> underWay = new ArrayDeque<>();
            while (items.hasNext() || !underWay.isEmpty()) {
                while (items.hasNext() && underWay.size() < threads * ITEMS_UNDER_WAY_PER_THREAD) {
                    T item = items.next();
                    underWay.add(workers.submit(() -> work.apply(item)));
                }
                results.accept(WorkerThreads.result(underWay.remove()));
            }
        }
    }
}
