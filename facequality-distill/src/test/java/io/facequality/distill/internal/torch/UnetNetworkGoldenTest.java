package io.facequality.distill.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.convert.internal.checkpoint.Checkpoint;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Unet;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.student.FirstWeights;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.testing.SharedData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that is trained beside the published one of the same weights. */
class UnetNetworkGoldenTest {

    private static final Unet PUBLISHED = Unet.published(8, List.of(1, 2, 4, 8));

    @TempDir
    Path folder;

    @Test
    void hasTensorsOfPublishedUnet() {
        Map<String, List<Long>> published = new LinkedHashMap<>();
        weights().forEach((name, tensor) -> published.put(name, tensor.shape()));
        Map<String, List<Long>> own = new LinkedHashMap<>();
        FirstWeights.of(PUBLISHED, 1).forEach((name, tensor) -> own.put(name, tensor.shape()));

        assertThat(own).containsExactlyInAnyOrderEntriesOf(published);
    }

    @Test
    void restoresAsPublishedUnet() {
        Random random = new Random(1);
        float[] noisy = new float[FaceFiles.FLOATS];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) random.nextGaussian();
        }
        try (TorchUnetTraining training = new TorchUnetTraining(
                        PUBLISHED, weights(), UnetSettings.defaults(Architecture.PUBLISHED).training(),
                        folder.resolve("none"), "");
                OnnxDenoiser published = OnnxDenoiser.open(
                        ModelFile.of(SharedData.path("golden", "diffiqa", "unet-random.onnx")),
                        ModelOptions.defaults())) {
            for (int time : new int[] {0, 4, 99}) {
                float[] found = training.restore(weights(), noisy, new long[] {time});
                assertThat(found).containsExactly(published.denoise(noisy, 1, time), within(2e-4f));
            }
        }
    }

    private static Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(SharedData.path("golden", "diffiqa", "unet-random.pt"))) {
            checkpoint.groups().values().iterator().next().forEach((name, tensor) -> {
                String own = name.startsWith("model.") ? name.substring("model.".length()) : name;
                weights.put(own, Tensor.of(
                        tensor.floats(), tensor.shape().stream().mapToLong(Long::longValue).toArray()));
            });
        }
        return weights;
    }
}
