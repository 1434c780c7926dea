package io.facequality.distill.internal.training;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.UnetTraining;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.NoisyFaces;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.internal.OnnxDenoiser;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Compares an exported UNet with the network that was trained. */
public final class UnetCheck {

    /** How many faces are looked at, where there are as many. */
    public static final int FACES = 100;
    /** How far a value of the exported model may be from the trained network's. */
    public static final double TOLERANCE = 1e-4;

    /** Few enough for the memory of a large network. */
    private static final int TOGETHER = 4;

    private UnetCheck() {}

    /** Restores as the trained network does: {@code [n,3,112,112]} and {@code [n]} to {@code [n,3,112,112]}. */
    @FunctionalInterface
    public interface Trained {
        float[] restore(float[] noisy, long[] times);
    }

    /**
     * Compares.
     *
     * @param exported the model, for which {@link OnnxDenoiser} is used, as scoring uses it
     * @param available how many faces there are to noise
     * @throws ModelException if the two differ by more than {@link #TOLERANCE}
     */
    public static UnetTraining.Check of(Denoiser exported, Trained trained, NoisyFaces faces, int available) {
        int step = Math.max(1, available / FACES);
        int[] some = IntStream.iterate(0, face -> face < available, face -> face + step).limit(FACES).toArray();
        double largest = 0;
        for (int from = 0; from < some.length; from += TOGETHER) {
            int[] few = Arrays.copyOfRange(some, from, Math.min(some.length, from + TOGETHER));
            largest = Math.max(largest, difference(exported, trained, faces.of(few, NoisyFaces.VALIDATION)));
        }
        UnetTraining.Check check = new UnetTraining.Check(some.length, largest);
        if (!(largest <= TOLERANCE)) {
            throw new ModelException(new Problem(
                    "the exported model is not the trained one", exported.model().name(),
                    "values within " + TOLERANCE, check.toString(),
                    "Do not use the file; please report this with the settings of the run."));
        }
        return check;
    }

    private static double difference(Denoiser exported, Trained trained, NoisyFaces.Batch batch) {
        float[] expected = trained.restore(batch.noisy(), batch.times());
        double largest = 0;
        for (int row = 0; row < batch.times().length; row++) {
            int from = row * FaceFiles.FLOATS;
            float[] noisy = Arrays.copyOfRange(batch.noisy(), from, from + FaceFiles.FLOATS);
            float[] found = exported.denoise(noisy, 1, (int) batch.times()[row]);
            for (int i = 0; i < found.length; i++) {
                double difference = Math.abs(found[i] - expected[from + i]);
                // Not Math.max, for a value that is no number must show.
                largest = difference <= largest ? largest : difference;
            }
        }
        return largest;
    }
}
