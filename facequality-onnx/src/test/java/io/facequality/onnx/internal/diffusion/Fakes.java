package io.facequality.onnx.internal.diffusion;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Faces, and models that are a line of arithmetic and count what goes through them. */
final class Fakes {

    private Fakes() {}

    static AlignedFace gray(int value) {
        return AlignedFace.of(Image.filledBy(
                AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Arrays.fill(rgb, (byte) value)));
    }

    static List<AlignedFace> noise(int count) {
        Random random = new Random(5);
        return IntStream.range(0, count)
                .mapToObj(i -> AlignedFace.of(
                        Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, random::nextBytes)))
                .toList();
    }

    /** Noise that costs next to nothing, for tests in which much is drawn and its distribution does not matter. */
    static NoiseSource quickNoise() {
        return face -> (place, target) -> {
            int state = place.hashCode() * 31 + Arrays.hashCode(firstPixels(face));
            for (int i = 0; i < target.length; i++) {
                state = state * 1664525 + 1013904223;
                target[i] = state * 0x1p-30f;
            }
        };
    }

    private static byte[] firstPixels(AlignedFace face) {
        byte[] some = new byte[AlignedFace.SIZE];
        face.pixels().get(some);
        return some;
    }

    /** Takes a tenth of everything away. */
    static final class FadingDenoiser implements Denoiser {

        final AtomicInteger passes = new AtomicInteger();

        @Override
        public float[] denoise(float[] noisy, int count, int time) {
            passes.addAndGet(count);
            float[] clean = new float[count * Pictures.FLOATS];
            for (int i = 0; i < clean.length; i++) {
                clean[i] = noisy[i] * 0.9f + time * 0.01f;
            }
            return clean;
        }

        @Override
        public ModelId model() {
            return ModelId.ofCode("fading", "1");
        }
    }

    /** The sums of some stripes, squared so that noise does not simply average out. */
    static final class StripesEmbedder implements PictureEmbedder {

        private static final int STRIPES = 8;

        final AtomicInteger passes = new AtomicInteger();

        @Override
        public List<Embedding> embed(float[] pictures, int count) {
            passes.addAndGet(count);
            List<Embedding> embeddings = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                float[] sums = new float[STRIPES];
                for (int i = 0; i < Pictures.FLOATS; i += 97) {
                    float value = pictures[row * Pictures.FLOATS + i];
                    sums[i % STRIPES] += value * value * (i % 7 - 3) + value;
                }
                embeddings.add(Embedding.copyOf(sums));
            }
            return embeddings;
        }

        @Override
        public ModelId model() {
            return ModelId.ofCode("stripes", "1");
        }
    }
}
