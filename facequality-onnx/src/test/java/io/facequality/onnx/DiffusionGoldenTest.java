package io.facequality.onnx;

import io.facequality.testing.SharedData;
import java.nio.file.Path;

/** The golden data of diffusion, with the network as it was exported from PyTorch. */
class DiffusionGoldenTest extends DiffusionGoldenContract {

    @Override
    protected Path denoiser() {
        return SharedData.path("golden", "diffiqa", "unet-random.onnx");
    }
}
