package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.ClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunGateTest {

    private final RunGate gate = new RunGate("model");

    @Test
    void closingWaitsForTheRunInsideEvenWhenInterrupted() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        AtomicBoolean finishedBeforeRelease = new AtomicBoolean();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> gate.pass(() -> {
            inside.countDown();
            await(mayLeave);
            finished.set(true);
            return true;
        }));
        inside.await();
        Thread closer = new Thread(() -> {
            gate.close(() -> finishedBeforeRelease.set(finished.get()));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        closer.interrupt();
        mayLeave.countDown();
        run.get(30, TimeUnit.SECONDS);
        closer.join();
        assertThat(finishedBeforeRelease).isTrue();
        assertThat(stillInterrupted).isTrue();
    }

    @Test
    void runsAreInsideSideBySide() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> gate.pass(() -> meet(both)));
        assertThat(gate.pass(() -> meet(both))).isTrue();
        assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void releasesOnceAndAdmitsNoLaterRun() {
        AtomicInteger released = new AtomicInteger();
        gate.close(released::incrementAndGet);
        gate.close(released::incrementAndGet);
        assertThat(released).hasValue(1);
        assertThatThrownBy(() -> gate.pass(() -> true))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("model");
    }

    @Test
    void leavesGateWhenRunThrows() {
        assertThatThrownBy(() -> gate.pass(() -> {
                    throw new IllegalStateException("boom");
                }))
                .hasMessage("boom");
        AtomicInteger released = new AtomicInteger();
        gate.close(released::incrementAndGet);
        assertThat(released).hasValue(1);
    }

    private static boolean meet(CountDownLatch both) {
        both.countDown();
        return await(both);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
