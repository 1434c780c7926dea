package io.facequality.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.ClosedException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What holds for every verb that holds something: the same result from eight threads as from one, and a close that is
 * idempotent, safe while calls are in flight, and final.
 *
 * @param <V> the verb
 */
public abstract class CloseableContract<V extends AutoCloseable> {

    /** Opens a new instance, which the test closes. */
    protected abstract V open();

    /** Calls the verb on the same real input each time; the result has a meaningful {@code equals}. */
    protected abstract Object call(V verb);

    @Test
    void eightThreadsGiveWhatOneThreadGivesBitForBit() throws Exception {
        try (V verb = open()) {
            Object alone = call(verb);
            assertThat(Threads.together(() -> call(verb))).hasSize(Threads.COUNT).containsOnly(alone);
        }
    }

    @Test
    void closingTwiceIsTheSameAsOnce() throws Exception {
        V verb = open();
        verb.close();
        assertThatCode(verb::close).doesNotThrowAnyException();
    }

    @Test
    void aCallAfterCloseSaysThatItIsClosed() throws Exception {
        V verb = open();
        try (verb) {
            call(verb);
        }
        assertThatThrownBy(() -> call(verb)).isInstanceOf(ClosedException.class).hasMessageContaining("closed");
    }

    @Test
    void closingWhileCallsAreInFlightLetsThemFinishAndRefusesLaterOnes() throws Exception {
        V verb = open();
        Object expected = call(verb);
        AtomicInteger finished = new AtomicInteger();
        Threads.together(() -> {
            try {
                for (int i = 0; i < 50; i++) {
                    assertThat(call(verb)).isEqualTo(expected);
                    if (finished.incrementAndGet() == Threads.COUNT) {
                        verb.close();
                    }
                }
            } catch (ClosedException e) {
                return true;
            }
            return false;
        });
        assertThat(finished).hasValueGreaterThanOrEqualTo(Threads.COUNT);
        assertThatThrownBy(() -> call(verb)).isInstanceOf(ClosedException.class);
    }
}
