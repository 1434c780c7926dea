package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.onnx.internal.diffusion.DdimSampler;
import io.facequality.onnx.internal.diffusion.ForwardDiffusion;
import io.facequality.onnx.internal.diffusion.NoiseSchedule;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The published procedure taken literally, to measure beside: ten copies of the face and ten of its mirror image go
 * through everything together, in six calls of the denoiser, and every embedding is computed anew for every repeat.
 */
final class LiteralDiffusion {

    /** How many repeats there are, each of two pictures. */
    static final int REPEATS = 10;

    /** How many pictures go through a network together. */
    static final int PICTURES = 2 * REPEATS;

    private static final int FLOATS = 3 * AlignedFace.SIZE * AlignedFace.SIZE;
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine();

    private final Denoiser denoiser;
    private final PictureEmbedder embedder;
    private final NoiseSource noise;
    private final DdimSampler sampler = new DdimSampler(SCHEDULE, StepPlan.reference());
    private final ForwardDiffusion forward = new ForwardDiffusion(SCHEDULE);

    LiteralDiffusion(Denoiser denoiser, PictureEmbedder embedder, NoiseSource noise) {
        this.denoiser = denoiser;
        this.embedder = embedder;
        this.noise = noise;
    }

    double score(AlignedFace face) {
        float[] clean = copies(face);
        NoiseSource.FaceNoise draws = noise.of(face);
        float[] noised = noised(clean, draws);
        float[] restored = sampler.restore(denoiser, noised.clone(), PICTURES, (row, step, target) ->
                draws.draw(new NoiseSource.Place(row % REPEATS, row >= REPEATS, step + 1), target));
        return mean(
                embedder.embed(clean, PICTURES),
                embedder.embed(noised, PICTURES),
                embedder.embed(restored, PICTURES));
    }

    private static float[] copies(AlignedFace face) {
        float[] copies = new float[PICTURES * FLOATS];
        ByteBuffer rgb = face.pixels();
        int plane = FLOATS / 3;
        for (int i = 0; i < FLOATS; i++) {
            float value = ((rgb.get(i) & 0xFF) / 255f - 0.5f) / 0.5f;
            int place = i % 3 * plane + i / 3;
            int column = i / 3 % AlignedFace.SIZE;
            int mirrored = place - column + AlignedFace.SIZE - 1 - column;
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                copies[repeat * FLOATS + place] = value;
                copies[(REPEATS + repeat) * FLOATS + mirrored] = value;
            }
        }
        return copies;
    }

    private float[] noised(float[] clean, NoiseSource.FaceNoise draws) {
        float[] noised = new float[clean.length];
        float[] draw = new float[FLOATS];
        for (int row = 0; row < PICTURES; row++) {
            draws.draw(new NoiseSource.Place(row % REPEATS, row >= REPEATS, 0), draw);
            forward.noise(Arrays.copyOfRange(clean, row * FLOATS, (row + 1) * FLOATS), draw, noised, row * FLOATS);
        }
        return noised;
    }

    private static double mean(List<Embedding> clean, List<Embedding> noised, List<Embedding> restored) {
        double sum = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            Embedding x = clean.get(repeat);
            sum += x.cosine(noised.get(repeat))
                    + x.cosine(restored.get(repeat))
                    + x.cosine(noised.get(REPEATS + repeat))
                    + x.cosine(restored.get(REPEATS + repeat))
                    + x.cosine(clean.get(REPEATS + repeat));
        }
        return sum / (5 * REPEATS);
    }
}
