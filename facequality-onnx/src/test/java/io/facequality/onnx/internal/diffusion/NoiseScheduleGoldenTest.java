package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseScheduleGoldenTest {

    @ParameterizedTest
    @EnumSource
    void hasTheBitsOfThePublishedSchedule(GoldenData data) {
        NoiseSchedule schedule = NoiseSchedule.cosine();
        float[] expected = Npy.read(data.path("diffiqa", "schedule-alphas-cumprod.npy")).floats();
        assertThat(schedule.times()).isEqualTo(expected.length);
        for (int time = 0; time < expected.length; time++) {
            assertThat(schedule.share(time)).as("time %s", time).isEqualTo(expected[time]);
        }
    }
}
