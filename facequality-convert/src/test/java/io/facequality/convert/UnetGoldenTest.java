package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.onnx.DiffusionGoldenContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The imported UNet, beside the reference and through the golden data of diffusion: five cosines and the score. */
class UnetGoldenTest extends DiffusionGoldenContract {

    private static final int IMAGE = 3 * 112 * 112;
    private static final int ROWS = 4;
    private static final float TOLERANCE = 2e-4f;

    @TempDir
    private Path folder;

    private Path imported;

    @BeforeEach
    void importTheUnet() {
        imported = folder.resolve("unet.onnx");
        ModelImport.of(GoldenWeights.file(GoldenWeights.UNET)).build().writeTo(imported);
    }

    @Test
    void computesWhatThePublishedNetworkComputesAtAnyTime() {
        float[] images = new float[ROWS * IMAGE];
        Random random = new Random(1);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        long[] times = {0, 5, 99, 999};
        try (OnnxModel own = open(imported);
                OnnxModel reference = open(GoldenWeights.file(Path.of("diffiqa", "unet-random.onnx")))) {
            assertClose(run(own, images, times), run(reference, images, times), TOLERANCE);
        }
    }

    @Override
    protected Path denoiser() {
        return imported;
    }

    private static OnnxModel open(Path file) {
        return OnnxModel.open(ModelFile.of(file), ModelOptions.defaults());
    }

    private static float[] run(OnnxModel unet, float[] images, long[] times) {
        FloatBuffer values = ByteBuffer.allocateDirect(images.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(images)
                .flip();
        return unet.run("x", new long[] {times.length, 3, 112, 112}, values, "t", times).get("x0");
    }

    private static void assertClose(float[] found, float[] expected, float tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        float largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
        }
        assertThat(largest).isLessThanOrEqualTo(tolerance);
    }
}
