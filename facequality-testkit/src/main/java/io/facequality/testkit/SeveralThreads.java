package io.facequality.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the same work on eight threads at once. */
final class SeveralThreads {

    static final int COUNT = 8;

    /** Far more than any call takes, so that a deadlock ends. */
    private static final int PATIENCE_SECONDS = 120;

    private SeveralThreads() {}

    /** Starts the work on all threads together, and gives what each of them gave. */
    static <T> List<T> together(Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(COUNT);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = Stream.generate(() -> pool.submit(() -> {
                        start.await();
                        return work.call();
                    }))
                    .limit(COUNT)
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        } finally {
            pool.shutdownNow();
        }
    }
}
