package io.facequality.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the same work on eight threads at once. */
public final class Threads {

    /** How many threads a contract is tried with. */
    public static final int COUNT = 8;

    private Threads() {}

    /**
     * Starts the work on all threads together.
     *
     * @param work what each thread does
     * @return what each thread gave
     * @throws Exception the first that any thread threw
     */
    public static <T> List<T> together(Callable<T> work) throws Exception {
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
                results.add(future.get(120, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
