package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The published procedure on one face, with a denoiser, an embedder and noise that a line writes down each, so that
 * neither a network nor recorded noise is needed. {@code benchmarks/golden} has the same lines in Python.
 */
class ClosedFormDiffusionTest {

    private static final int REPEATS = 2;
    private static final int PICTURES = 2 * REPEATS;
    private static final int EACH = 509;
    private static final float PICTURE_TOLERANCE = 1e-4f;
    private static final double SCORE_TOLERANCE = 1e-5;

    @Test
    void referenceGivesThePicturesSimilaritiesAndScoreOfTheDefinition() {
        Run run = new Run(StepPlan.reference());

        assertPictures(run.seen.get(1), "closed-form-noisy.npy");
        assertPictures(run.seen.get(2), "closed-form-reconstructed.npy");
        assertScore(run.score);
    }

    @Test
    void fiveCallsGiveTheSameScore() {
        assertScore(new Run(StepPlan.compacted()).score);
    }

    private static void assertPictures(float[] found, String name) {
        float[] expected = golden(name).floats();
        int samples = expected.length / PICTURES;
        for (int row = 0; row < PICTURES; row++) {
            // The procedure has a repeat's two pictures beside each other, the golden data the repeats of a side.
            int side = row / REPEATS;
            int from = (2 * (row % REPEATS) + side) * Pictures.FLOATS;
            for (int sample = 0; sample < samples; sample++) {
                assertThat(found[from + EACH * sample])
                        .as("picture %s, number %s", row, EACH * sample)
                        .isCloseTo(expected[row * samples + sample], offset(PICTURE_TOLERANCE));
            }
        }
    }

    private static void assertScore(DiffusionScore score) {
        double[] expected = golden("closed-form-similarities.npy").doubles();
        List<Double> found = new ArrayList<>();
        for (Similarities one : score.repeats()) {
            found.addAll(List.of(
                    one.noisy(), one.restored(), one.noisyMirrored(), one.restoredMirrored(), one.mirrored()));
        }
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("similarity %s", i).isCloseTo(expected[i], offset(SCORE_TOLERANCE));
        }
        assertThat(score.quality().value())
                .isCloseTo(Arrays.stream(expected).average().orElseThrow(), offset(SCORE_TOLERANCE));
    }

    /** One run of the procedure, and what went through the embedder on the way: clean, noisy and restored pictures. */
    private static final class Run implements Denoiser, PictureEmbedder {

        private final List<float[]> seen = new ArrayList<>();
        private final DiffusionScore score;

        Run(StepPlan plan) {
            DiffusionOptions options = DiffusionOptions.builder()
                    .repeats(REPEATS)
                    .steps(plan)
                    .noise(face -> Run::noise)
                    .build();
            AlignedFace face = AlignedFace.of(Image.copyOf(
                    AlignedFace.SIZE, AlignedFace.SIZE, golden("face-rgb-uint8.npy").bytes()));
            this.score = new DiffusionProcedure(this, this, options, PICTURES)
                    .score(List.of(face))
                    .get(0)
                    .orElseThrow();
        }

        /** Rows: the face in its repeats, then the mirrored face in its repeats. */
        private static void noise(NoiseSource.Place place, float[] target) {
            int row = (place.mirrored() ? REPEATS : 0) + place.repeat();
            for (long i = 0; i < target.length; i++) {
                long number = (31 * i * i + 7919 * i + 104729L * row + 1299709L * place.draw()) % 65521;
                target[(int) i] = (float) ((number / 65521.0 - 0.5) * Math.sqrt(12));
            }
        }

        @Override
        public float[] denoise(float[] noisy, int count, int time) {
            float[] clean = new float[noisy.length];
            for (int i = 0; i < noisy.length; i++) {
                clean[i] = 0.9f * noisy[i];
            }
            return clean;
        }

        /** The rise from a pixel to the next, at 37 places. */
        @Override
        public List<Embedding> embed(float[] pictures, int count) {
            seen.add(pictures.clone());
            List<Embedding> embeddings = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                float[] rises = new float[37];
                for (int i = 0; i < rises.length; i++) {
                    int place = row * Pictures.FLOATS + 1009 * i;
                    rises[i] = pictures[place + 1] - pictures[place];
                }
                embeddings.add(Embedding.copyOf(rises));
            }
            return embeddings;
        }

        @Override
        public ModelId model() {
            return ModelId.ofCode("closed form", "1");
        }

        @Override
        public void close() {}
    }

    private static Npy golden(String name) {
        return Npy.read(GoldenData.REPOSITORY.path("diffiqa", name));
    }
}
