package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxDenoiser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How long a pass of UNets takes on one thread, each in turn, beside the first: UNET... */
final class UnetSpeed {

    private static final int ROUNDS = 9;
    private static final int PASSES = 20;

    private UnetSpeed() {}

    public static void main(String[] arguments) {
        float[] picture = new float[3 * AlignedFace.SIZE * AlignedFace.SIZE];
        Random random = new Random(1);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextGaussian();
        }
        List<OnnxDenoiser> unets = new ArrayList<>();
        for (String file : arguments) {
            unets.add(OnnxDenoiser.open(ModelFile.of(Path.of(file)), ModelOptions.defaults()));
        }
        double[][] times = new double[unets.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int unet = 0; unet < times.length; unet++) {
                times[unet][round] = milliseconds(unets.get(unet), picture);
            }
        }
        for (int unet = 0; unet < times.length; unet++) {
            double time = median(times[unet]);
            System.out.printf(
                    Locale.ROOT, "%-40s %8.2f ms per pass, %.2f of the first%n", arguments[unet], time,
                    time / median(times[0]));
        }
        unets.forEach(OnnxDenoiser::close);
    }

    private static double milliseconds(OnnxDenoiser unet, float[] picture) {
        long start = System.nanoTime();
        for (int pass = 0; pass < PASSES; pass++) {
            unet.denoise(picture, 1, pass % 5);
        }
        return (System.nanoTime() - start) / 1e6 / PASSES;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
