package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedFlowTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void givesResultsInTheOrderOfTheItems(int threads) {
        List<Integer> results = new ArrayList<>();
        Random delays = new Random(1);
        new OrderedFlow(threads)
                .run(
                        IntStream.range(0, 500).iterator(),
                        i -> {
                            spin(delays.nextInt(2000));
                            return i * 2;
                        },
                        results::add);
        assertThat(results).isEqualTo(IntStream.range(0, 500).map(i -> i * 2).boxed().toList());
    }

    @Test
    void stopsReadersForSlowConsumer() {
        AtomicInteger started = new AtomicInteger();
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger furthestAhead = new AtomicInteger();
        new OrderedFlow(2)
                .run(
                        IntStream.range(0, 200).iterator(),
                        i -> {
                            furthestAhead.accumulateAndGet(started.incrementAndGet() - delivered.get(), Math::max);
                            return i;
                        },
                        i -> delivered.incrementAndGet());
        assertThat(furthestAhead.get()).isLessThanOrEqualTo(2 * 4 + 1);
    }

    @Test
    void throwsOnceWhatWorkerThrowsAfterAllHaveEnded() {
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> new OrderedFlow(4)
                        .run(
                                IntStream.range(0, 100).iterator(),
                                i -> {
                                    running.incrementAndGet();
                                    try {
                                        if (i == 20) {
                                            throw new IllegalStateException("item 20");
                                        }
                                        return i;
                                    } finally {
                                        running.decrementAndGet();
                                    }
                                },
                                i -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("item 20");
        assertThat(running).hasValue(0);
    }

    @Test
    void cancelsWorkWhenCallerIsInterrupted() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                new OrderedFlow(2)
                        .run(
                                IntStream.iterate(0, i -> i + 1).iterator(),
                                i -> {
                                    started.countDown();
                                    return i;
                                },
                                i -> {});
            } catch (CancellationException e) {
                thrown.add(e);
            }
        });
        caller.start();
        started.await();
        caller.interrupt();
        caller.join(60_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(thrown).hasSize(1);
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
