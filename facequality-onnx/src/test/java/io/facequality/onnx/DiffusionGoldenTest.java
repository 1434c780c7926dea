package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.onnx.internal.diffusion.NoiseSchedule;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The golden data of diffusion, with the network as it was exported from PyTorch. */
class DiffusionGoldenTest extends DiffusionGoldenContract {

    @Override
    protected Path denoiser() {
        return SharedData.path("golden", "diffiqa", "unet-random.onnx");
    }

    @Test
    void theScheduleHasTheBitsOfThePublishedOne() {
        NoiseSchedule schedule = NoiseSchedule.cosine();
        float[] expected = Npy.read(SharedData.path("golden", "diffiqa", "schedule-alphas-cumprod.npy")).floats();
        assertThat(schedule.times()).isEqualTo(expected.length);
        for (int time = 0; time < expected.length; time++) {
            assertThat(schedule.share(time)).as("time %s", time).isEqualTo(expected[time]);
        }
    }
}
