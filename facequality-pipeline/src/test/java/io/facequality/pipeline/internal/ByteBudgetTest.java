package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.Threads;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    @Test
    void givesNoMoreSharesThanTheBudget() throws Exception {
        ByteBudget budget = new ByteBudget(100_000);
        AtomicLong inFlight = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Threads.together(() -> {
            for (int i = 0; i < 200; i++) {
                try (ByteBudget.Share share = budget.take(40_000)) {
                    most.accumulateAndGet(inFlight.addAndGet(40_000), Math::max);
                    inFlight.addAndGet(-40_000);
                }
            }
            return true;
        });
        assertThat(most).hasValueBetween(40_000L, 80_000L);
    }

    @Test
    void runsPictureLargerThanTheBudgetAlone() {
        ByteBudget budget = new ByteBudget(1_000);
        try (ByteBudget.Share share = budget.take(Long.MAX_VALUE / 2)) {
            assertThat(share).isNotNull();
        }
        try (ByteBudget.Share again = budget.take(1_000)) {
            assertThat(again).isNotNull();
        }
    }
}
