package io.facequality.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void resultsComeInTheOrderOfTheTasks(int threads) {
        assertThat(new Workers(threads).run(20, number -> number * number))
                .isEqualTo(IntStream.range(0, 20).mapToObj(number -> number * number).toList());
    }

    @Test
    void oneThreadIsTheCallersOwn() {
        assertThat(new Workers(1).run(2, number -> Thread.currentThread())).containsOnly(Thread.currentThread());
    }

    @Test
    void theThreadsHaveEndedWhenTheCallReturns() {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        new Workers(4).forEach(50, number -> used.add(Thread.currentThread()));
        assertThat(used).isNotEmpty().doesNotContain(Thread.currentThread()).noneMatch(Thread::isAlive);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyTaskIsDoneOnceWithTheMemoryOfOneThreadAtATime(int threads) {
        Set<int[]> memories = ConcurrentHashMap.newKeySet();
        new Workers(threads).forEach(1000, () -> new int[1], (number, memory) -> {
            memories.add(memory);
            memory[0]++;
        });
        assertThat(memories).hasSizeLessThanOrEqualTo(threads);
        assertThat(memories.stream().mapToInt(memory -> memory[0]).sum()).isEqualTo(1000);
    }

    @Test
    void noTasksAreDoneAtOnce() {
        assertThat(new Workers(3).run(0, number -> number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatATaskThrowsReachesTheCallerAndEndsTheThreads(int threads) {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (Throwable thrown : new Throwable[] {new IllegalStateException("task"), new AssertionError("task")}) {
            assertThatThrownBy(() -> new Workers(threads).forEach(9, number -> {
                        used.add(Thread.currentThread());
                        throwUnchecked(thrown);
                    }))
                    .isSameAs(thrown);
        }
        used.remove(Thread.currentThread());
        assertThat(used).noneMatch(Thread::isAlive);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptedCallerIsToldAndStaysInterrupted(int threads) {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new Workers(threads).forEach(9, number -> Interrupts.check()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private static void throwUnchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
