package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facequality.FaceQualityException.ClosedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What holds for everything that holds a model or other resources: eight threads get the same result as one, bit for
 * bit. Closing is idempotent, safe while calls are in flight, and final.
 *
 * @param <V> the type under test
 */
public abstract class CloseableContract<V extends AutoCloseable> {

    private static final int CALLS_PER_THREAD = 50;

    /** For the class of your tests. */
    protected CloseableContract() {}

    /**
     * Opens a new instance.
     *
     * @return the instance; the test closes it
     */
    protected abstract V open();

    /**
     * Calls the instance on real input, the same each time.
     *
     * @param instance what {@link #open()} gave
     * @return the result, which has a meaningful {@code equals}
     */
    protected abstract Object call(V instance);

    /**
     * Whether the instance holds anything that closing releases.
     *
     * @return true; false for a lambda or a class that has nothing to close, which may be called after it is closed
     */
    protected boolean holdsResources() {
        return true;
    }

    @Test
    void givesEightThreadsSameResultBitForBit() throws Exception {
        try (V instance = open()) {
            Object alone = call(instance);
            assertThat(SeveralThreads.together(() -> call(instance)))
                    .hasSize(SeveralThreads.COUNT)
                    .containsOnly(alone);
        }
    }

    @Test
    void closesTwiceWithoutError() throws Exception {
        V instance = open();
        instance.close();
        assertThatCode(instance::close).doesNotThrowAnyException();
    }

    @Test
    void refusesCallsAfterClose() throws Exception {
        assumeTrue(holdsResources(), "nothing to close");
        V instance = open();
        try (instance) {
            call(instance);
        }
        assertThatThrownBy(() -> call(instance)).isInstanceOf(ClosedException.class).hasMessageContaining("closed");
    }

    @Test
    void finishesCallsInFlightBeforeItCloses() throws Exception {
        assumeTrue(holdsResources(), "nothing to close");
        V instance = open();
        Object expected = call(instance);
        AtomicInteger finished = new AtomicInteger();
        SeveralThreads.together(() -> {
            try {
                for (int i = 0; i < CALLS_PER_THREAD; i++) {
                    assertThat(call(instance)).isEqualTo(expected);
                    if (finished.incrementAndGet() == SeveralThreads.COUNT) {
                        instance.close();
                    }
                }
            } catch (ClosedException e) {
                return true;
            }
            return false;
        });
        assertThat(finished).hasValueGreaterThanOrEqualTo(SeveralThreads.COUNT);
        assertThatThrownBy(() -> call(instance)).isInstanceOf(ClosedException.class);
    }
}
