package io.facequality.distill.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpochRowTest {

    @Test
    void numbersAreEpochThenTrainingThenValidationLosses() {
        EpochRow row = new EpochRow(7, List.of(1.5, 2.5), List.of(3.5, 4.5));

        assertThat(row.toNumbers()).containsExactly(7, 1.5, 2.5, 3.5, 4.5);
        assertThat(EpochRow.ofNumbers(row.toNumbers())).isEqualTo(row);
        assertThat(row.validationLoss()).isEqualTo(3.5);
    }

    @Test
    void meanLossesContinueFromCheckpoint() {
        MeanLosses losses = new MeanLosses();
        assertThat(losses.toNumbers()).isEmpty();
        losses.add(new double[] {1, 10}, 3);
        MeanLosses resumed = MeanLosses.ofNumbers(losses.toNumbers());
        resumed.add(new double[] {5, 50}, 1);

        assertThat(resumed.toNumbers()).containsExactly(8, 80, 4);
        assertThat(resumed.means()).containsExactly(new double[] {2, 20}, within(1e-12));
    }
}
