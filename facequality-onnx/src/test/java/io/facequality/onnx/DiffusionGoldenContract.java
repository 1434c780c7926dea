package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.diffusion.DiffusionProcedure;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The published procedure on one face, from the noise that was recorded when it ran: what holds for every file of the
 * network that it ran with.
 */
public abstract class DiffusionGoldenContract {

    private static final int REPEATS = 2;
    private static final int FLOATS = 3 * AlignedFace.SIZE * AlignedFace.SIZE;
    private static final float PICTURE_TOLERANCE = 1e-4f;
    private static final double SCORE_TOLERANCE = 1e-5;
    private static final List<Similarities> EXPECTED = List.of(
            new Similarities(
                    0.6469792127609253, 0.06917620450258255, 0.07498437166213989, 0.009226763620972633,
                    0.07448821514844894),
            new Similarities(
                    0.7201498746871948, 0.07277001440525055, -0.011126764118671417, 0.027094043791294098,
                    0.07448821514844894));
    private static final double EXPECTED_SCORE = 0.17582300305366516;

    /** The network, as an ONNX file. */
    protected abstract Path denoiser();

    @Test
    void matchesPublishedPicturesSimilaritiesAndScoreAlsoWithFiveCalls() {
        Run six = run(StepPlan.reference());
        assertThat(largestDifference(six.noised, golden("expected-noisy.npy").floats()))
                .isLessThanOrEqualTo(PICTURE_TOLERANCE);
        float[] expected = golden("expected-reconstructed.npy").floats();
        assertThat(largestDifference(six.restored, expected)).isLessThanOrEqualTo(PICTURE_TOLERANCE);
        assertScore(six.score);

        Run five = run(StepPlan.compacted());
        assertThat(largestDifference(five.restored, expected)).isLessThanOrEqualTo(PICTURE_TOLERANCE);
        assertThat(five.score.quality().value()).isCloseTo(EXPECTED_SCORE, offset(SCORE_TOLERANCE));
        assertThat(five.score.quality().value())
                .isCloseTo(six.score.quality().value(), offset(SCORE_TOLERANCE));
        assertThat(six.score.denoiserPasses()).isEqualTo(2 * REPEATS * 6);
        assertThat(five.score.denoiserPasses()).isEqualTo(2 * REPEATS * 5);
    }

    private static float largestDifference(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        float largest = 0;
        for (int i = 0; i < found.length; i++) {
            // Not Math.max alone: a NaN must not pass.
            assertThat(Float.isFinite(found[i])).isTrue();
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
        }
        return largest;
    }

    private static void assertScore(DiffusionScore score) {
        assertThat(score.quality().value()).isCloseTo(EXPECTED_SCORE, offset(SCORE_TOLERANCE));
        assertThat(score.repeats()).hasSameSizeAs(EXPECTED);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            for (Function<Similarities, Double> one : List.<Function<Similarities, Double>>of(
                    Similarities::noisy,
                    Similarities::restored,
                    Similarities::noisyMirrored,
                    Similarities::restoredMirrored,
                    Similarities::mirrored)) {
                assertThat(one.apply(score.repeats().get(repeat)))
                        .isCloseTo(one.apply(EXPECTED.get(repeat)), offset(SCORE_TOLERANCE));
            }
        }
    }

    /** One run of the procedure, and what went through the embedder on the way. */
    private static final class Run implements PictureEmbedder {

        private final PictureEmbedder embedder;
        private float[] noised = {};
        private float[] restored = {};
        private DiffusionScore score;

        Run(PictureEmbedder embedder) {
            this.embedder = embedder;
        }

        @Override
        public List<Embedding> embed(float[] pictures, int count) {
            if (count == 2 * REPEATS) {
                noised = restored;
                restored = inGoldenOrder(pictures);
            }
            return embedder.embed(pictures, count);
        }

        @Override
        public ModelId model() {
            return embedder.model();
        }
    }

    /** The procedure has a repeat's two pictures beside each other, the golden data the repeats of a side. */
    private static float[] inGoldenOrder(float[] pictures) {
        float[] ordered = new float[pictures.length];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            for (int side = 0; side < 2; side++) {
                System.arraycopy(
                        pictures, (2 * repeat + side) * FLOATS, ordered, (side * REPEATS + repeat) * FLOATS, FLOATS);
            }
        }
        return ordered;
    }

    private Run run(StepPlan plan) {
        DiffusionOptions options =
                DiffusionOptions.builder().repeats(REPEATS).steps(plan).noise(recorded()).build();
        ModelOptions oneByOne = ModelOptions.builder().batchSize(1).build();
        try (OnnxDenoiser denoiser = OnnxDenoiser.open(ModelFile.of(denoiser()), oneByOne);
                OnnxEmbedder embedder = OnnxEmbedder.open(
                        SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx"))) {
            Run run = new Run(DiffusionQualityScorer.exact(embedder));
            run.score = new DiffusionProcedure(denoiser, run, options, 2 * REPEATS).score(List.of(face()))
                    .get(0)
                    .orElseThrow();
            return run;
        }
    }

    /** Rows: the face in its repeats, then the mirrored face in its repeats. */
    private static NoiseSource recorded() {
        float[] forward = golden("noise-forward.npy").floats();
        float[] reverse = golden("noise-reverse.npy").floats();
        return face -> (place, target) -> {
            int row = (place.mirrored() ? REPEATS : 0) + place.repeat();
            if (place.draw() == 0) {
                System.arraycopy(forward, row * FLOATS, target, 0, FLOATS);
            } else {
                System.arraycopy(
                        reverse, ((place.draw() - 1) * 2 * REPEATS + row) * FLOATS, target, 0, FLOATS);
            }
        };
    }

    private static AlignedFace face() {
        return AlignedFace.of(Image.copyOf(
                AlignedFace.SIZE, AlignedFace.SIZE, golden("face-rgb-uint8.npy").bytes()));
    }

    private static Npy golden(String name) {
        return Npy.read(SharedData.path("golden", "diffiqa", name));
    }
}
