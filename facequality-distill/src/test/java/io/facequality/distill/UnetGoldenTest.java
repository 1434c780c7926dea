package io.facequality.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxModel;
import io.facequality.testing.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnetGoldenTest {

    private static final int PICTURE = 3 * 112 * 112;
    private static final int ROWS = 4;
    private static final int TIMES = 1000;
    private static final double[] SCHEDULE = schedule();
    private static final float PICTURE_TOLERANCE = 1e-4f;

    @TempDir
    private Path folder;

    private Path imported;

    @BeforeEach
    void importTheUnet() {
        imported = folder.resolve("unet.onnx");
        ModelImport.of(GoldenWeights.file(GoldenWeights.UNET)).build().writeTo(imported);
    }

    @Test
    void itComputesWhatThePublishedNetworkComputesAtAnyTime() {
        float[] pictures = new float[ROWS * PICTURE];
        Random random = new Random(1);
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) random.nextGaussian();
        }
        long[] times = {0, 5, 99, 999};
        try (OnnxModel own = open(imported);
                OnnxModel reference = open(GoldenWeights.file(Path.of("diffiqa", "unet-random.onnx")))) {
            assertClose(run(own, pictures, times), run(reference, pictures, times), 2 * PICTURE_TOLERANCE);
        }
    }

    /** The backward process of DifFIQA, step by step, with the noise that the published code drew. */
    @Test
    void itReconstructsTheGoldenPictures() throws IOException {
        JsonNode times = new ObjectMapper()
                .readTree(golden("expected.json").toFile())
                .get("times");
        float[] noise = Npy.read(golden("noise-reverse.npy")).floats();
        float[] picture = Npy.read(golden("expected-noisy.npy")).floats();
        try (OnnxModel unet = open(imported)) {
            for (int step = 0; step + 1 < times.size(); step++) {
                int time = times.get(step).asInt();
                int next = times.get(step + 1).asInt();
                long[] all = new long[ROWS];
                Arrays.fill(all, time);
                float[] start = run(unet, picture, all);
                for (int i = 0; i < start.length; i++) {
                    start[i] = Math.max(-1, Math.min(1, start[i]));
                }
                picture = next < 0 ? start : stepped(picture, start, time, next, noise, step);
            }
        }
        assertClose(picture, Npy.read(golden("expected-reconstructed.npy")).floats(), PICTURE_TOLERANCE);
    }

    /** What is left of the picture is computed in double from the schedule; the step from its single precision. */
    private static float[] stepped(
            float[] picture, float[] start, int time, int next, float[] noise, int step) {
        double exact = SCHEDULE[time];
        float root = (float) Math.sqrt(1 / exact);
        float rootOfRest = (float) Math.sqrt(1 / exact - 1);
        double now = (float) exact;
        double then = (float) SCHEDULE[next];
        double sigma = Math.sqrt((1 - now / then) * (1 - then) / (1 - now));
        double towards = Math.sqrt(1 - then - sigma * sigma);
        float[] result = new float[picture.length];
        for (int i = 0; i < result.length; i++) {
            double predictedNoise = ((double) root * picture[i] - start[i]) / rootOfRest;
            result[i] = (float) (start[i] * Math.sqrt(then)
                    + towards * predictedNoise
                    + sigma * noise[step * picture.length + i]);
        }
        return result;
    }

    /** The cosine schedule: how much of a picture is left after each time. */
    private static double[] schedule() {
        double[] left = new double[TIMES];
        double product = 1;
        for (int i = 0; i < TIMES; i++) {
            product *= 1 - Math.min(0.999, 1 - cosine(i + 1) / cosine(i));
            left[i] = product;
        }
        return left;
    }

    private static double cosine(int time) {
        double cosine = Math.cos(((double) time / TIMES + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    private static Path golden(String name) {
        return GoldenWeights.file(Path.of("diffiqa", name));
    }

    private static OnnxModel open(Path file) {
        return OnnxModel.open(ModelFile.of(file), ModelOptions.defaults());
    }

    private static float[] run(OnnxModel unet, float[] pictures, long[] times) {
        FloatBuffer values = ByteBuffer.allocateDirect(pictures.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(pictures)
                .flip();
        return unet.run("x", new long[] {times.length, 3, 112, 112}, values, "t", times).get("x0");
    }

    private static void assertClose(float[] found, float[] expected, float tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        float largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
        }
        assertThat(largest).isCloseTo(0, offset(tolerance));
    }
}
