package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.Schedule;
import io.facequality.distill.Schedule.Decay;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final int STEPS = 10;
    private static final int EPOCHS = 12;

    @Test
    void raisesRateEvenlyThenLowersItByHalfCosine() {
        Schedule schedule = new Schedule(2, Decay.COSINE, 0, 0);

        assertThat(schedule.factor(0, STEPS, EPOCHS)).isEqualTo(0.05, within(1e-12));
        assertThat(schedule.factor(9, STEPS, EPOCHS)).isEqualTo(0.5, within(1e-12));
        assertThat(schedule.factor(20, STEPS, EPOCHS)).isEqualTo(1, within(1e-12));
        assertThat(schedule.factor(70, STEPS, EPOCHS)).isEqualTo(0.5, within(1e-12));
        assertThat(schedule.factor(119, STEPS, EPOCHS)).isEqualTo(0, within(1e-3)).isPositive();
    }

    @Test
    void keepsConstantRate() {
        assertThat(Schedule.constant().factor(0, STEPS, EPOCHS)).isEqualTo(1);
        assertThat(Schedule.constant().factor(119, STEPS, EPOCHS)).isEqualTo(1);
    }

    @Test
    void forgetsFirstWeightsAndKeepsLaterOnesInAverage() {
        Schedule schedule = new Schedule(0, Decay.NONE, 0.999, 0);

        assertThat(schedule.averageAt(0)).isEqualTo(0.1);
        assertThat(schedule.averageAt(100_000)).isEqualTo(0.999);
    }

    @Test
    void namesSettingsOutOfRange() {
        assertThatThrownBy(() -> new Schedule(0, Decay.NONE, 1, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("schedule.average: expected a share from 0 to below 1, found 1.0");
        assertThatThrownBy(() -> new Schedule(-1, Decay.NONE, 0, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Schedule(0, Decay.NONE, 0, -1)).isInstanceOf(InvalidInputException.class);
    }
}
