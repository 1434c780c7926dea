package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.distill.RandomDegradation;
import io.facequality.distill.UnetSettings;
import io.facequality.onnx.internal.diffusion.ForwardDiffusion;
import io.facequality.onnx.internal.diffusion.NoiseSchedule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * What a diffusion's UNet learns from: at a time t drawn for it, each face becomes {@code (1 - a) face + a worse} with
 * {@code a = sin(t / times * pi / 2)}, where {@code worse} is the face made worse at random, and then gets the noise of
 * that time; what the network is to say is the face (Babnik, Peer and Struc, IJCB 2023, section 3).
 *
 * <p>All that is drawn for a face follows from the seed, the epoch and the face's number, so that a training which goes
 * on sees what it would have seen.
 */
public final class NoisyFaces {

    /** How many times the noise schedule has. */
    public static final int ALL_TIMES = 1000;

    /** Validation sees the same noise after every epoch; those are counted from 1. */
    public static final int VALIDATION = 0;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final FaceFiles files;
    private final List<String> paths;
    private final RandomDegradation degradation;
    private final int times;
    private final long seed;
    private final NoiseSchedule schedule = NoiseSchedule.cosine();

    public NoisyFaces(FaceFiles files, List<String> paths, UnetSettings settings) {
        this.files = files;
        this.paths = List.copyOf(paths);
        this.degradation = settings.degradation();
        this.times = settings.training().times();
        this.seed = settings.training().seed();
    }

    /** Some faces as a network takes them, one after the other. */
    public static final class Batch {

        private final float[] noisy;
        private final long[] times;
        private final float[] clean;

        private Batch(int faces) {
            this.noisy = new float[faces * FaceFiles.FLOATS];
            this.times = new long[faces];
            this.clean = new float[faces * FaceFiles.FLOATS];
        }

        /** The noised faces, {@code [n,3,112,112]}. */
        public float[] noisy() {
            return noisy;
        }

        /** Their times. */
        public long[] times() {
            return times;
        }

        /** The faces as they were. */
        public float[] clean() {
            return clean;
        }
    }

    /**
     * Noises faces.
     *
     * @param faces their numbers
     * @param epoch the epoch, from 1, or {@link #VALIDATION}
     * @throws CancellationException if this thread is interrupted
     */
    public Batch of(int[] faces, int epoch) {
        Batch batch = new Batch(faces.length);
        for (int row = 0; row < faces.length; row++) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted while faces were noised");
            }
            SplittableRandom random = new SplittableRandom((seed * GOLDEN + epoch) * GOLDEN + faces[row]);
            noise(files.readAgain(paths.get(faces[row])), random, batch, row);
        }
        return batch;
    }

    private void noise(AlignedFace face, SplittableRandom random, Batch batch, int row) {
        int time = random.nextInt(times);
        float[] mixed = new float[FaceFiles.FLOATS];
        float[] draw = new float[FaceFiles.FLOATS];
        int from = row * FaceFiles.FLOATS;
        FaceFiles.planes(face, batch.clean, from);
        FaceFiles.planes(degradation.of(face, random), mixed, 0);
        float share = share(time);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (1 - share) * batch.clean[from + i] + share * mixed[i];
            draw[i] = (float) random.nextGaussian();
        }
        batch.times[row] = time;
        new ForwardDiffusion(schedule, time).noise(mixed, draw, batch.noisy, from);
    }

    /** How much of an image is the worse one: nothing at time 0, nearly all at the last. */
    float share(int time) {
        return (float) Math.sin((double) time / times * Math.PI / 2);
    }
}
