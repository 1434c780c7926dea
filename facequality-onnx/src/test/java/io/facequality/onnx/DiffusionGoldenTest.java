package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.FaceImage;
import io.facequality.onnx.diffusion.DdimSampler;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionScore;
import io.facequality.onnx.diffusion.ForwardDiffusion;
import io.facequality.onnx.diffusion.NoiseSchedule;
import io.facequality.onnx.diffusion.NoiseSource;
import io.facequality.onnx.diffusion.Similarities;
import io.facequality.onnx.diffusion.StepPlan;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The published procedure on one face, from the noise that was recorded when it ran. */
class DiffusionGoldenTest {

    private static final int REPEATS = 2;
    private static final int FLOATS = PixelPacking.FLOATS;
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

    @Test
    void theScheduleHasTheBitsOfThePublishedOne() {
        NoiseSchedule schedule = NoiseSchedule.cosine();
        float[] expected = golden("schedule-alphas-cumprod.npy").floats();
        assertThat(schedule.times()).isEqualTo(expected.length);
        for (int time = 0; time < expected.length; time++) {
            assertThat(schedule.share(time)).as("time %s", time).isEqualTo(expected[time]);
        }
    }

    @Test
    void noisedPicturesAreThoseOfThePublishedCode() {
        assertThat(largestDifference(noised(), golden("expected-noisy.npy").floats()))
                .isLessThanOrEqualTo(PICTURE_TOLERANCE);
    }

    @Test
    void restoredPicturesAreThoseOfThePublishedCode() {
        float[] expected = golden("expected-reconstructed.npy").floats();
        assertThat(largestDifference(restored(StepPlan.reference()), expected))
                .isLessThanOrEqualTo(PICTURE_TOLERANCE);
    }

    @Test
    void fiveCallsGiveThePictureOfSix() {
        assertThat(largestDifference(restored(StepPlan.compacted()), restored(StepPlan.reference())))
                .isLessThanOrEqualTo(PICTURE_TOLERANCE);
    }

    @Test
    void theSimilaritiesAndTheScoreAreThoseOfThePublishedCode() {
        assertScore(score(StepPlan.reference()));
    }

    @Test
    void fiveCallsGiveTheScoreOfSix() {
        DiffusionScore five = score(StepPlan.compacted());
        assertThat(five.quality().value()).isCloseTo(EXPECTED_SCORE, offset(SCORE_TOLERANCE));
        assertThat(five.quality().value())
                .isCloseTo(score(StepPlan.reference()).quality().value(), offset(SCORE_TOLERANCE));
        assertThat(five.denoiserPasses()).isEqualTo(2 * REPEATS * 5);
        assertThat(score(StepPlan.reference()).denoiserPasses()).isEqualTo(2 * REPEATS * 6);
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

    private static DiffusionScore score(StepPlan plan) {
        DiffusionOptions options = DiffusionOptions.builder()
                .repeats(REPEATS)
                .steps(plan)
                .noise(recorded())
                .build();
        try (DiffusionQualityScorer scorer = DiffusionQualityScorer.open(
                ModelFile.of(file("unet-random.onnx")),
                ModelFile.of(FacesAndModels.file("ediffiqa-t-random-with-features.onnx")),
                ModelContract.ediffiqa(),
                ModelOptions.defaults(),
                options)) {
            return scorer.explain(List.of(face())).get(0);
        }
    }

    private static float[] noised() {
        float[] noisy = new float[2 * REPEATS * FLOATS];
        ForwardDiffusion forward = new ForwardDiffusion(NoiseSchedule.cosine());
        float[] picture = picture();
        float[] draw = new float[FLOATS];
        for (int row = 0; row < 2 * REPEATS; row++) {
            recorded().of(face()).draw(new NoiseSource.Place(row % REPEATS, row >= REPEATS, 0), draw);
            forward.noise(row < REPEATS ? picture : mirrored(picture), draw, noisy, row * FLOATS);
        }
        return noisy;
    }

    private static float[] restored(StepPlan plan) {
        NoiseSource.FaceNoise noise = recorded().of(face());
        try (OnnxDenoiser denoiser =
                OnnxDenoiser.open(ModelFile.of(file("unet-random.onnx")), ModelOptions.defaults())) {
            return new DdimSampler(NoiseSchedule.cosine(), plan)
                    .restore(denoiser, noised(), 2 * REPEATS, (row, step, target) -> noise.draw(
                            new NoiseSource.Place(row % REPEATS, row >= REPEATS, step + 1), target));
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
        return AlignedFace.of(FaceImage.copyOf(
                AlignedFace.SIZE, AlignedFace.SIZE, golden("face-rgb-uint8.npy").bytes()));
    }

    private static float[] picture() {
        float[] table = PixelPacking.table(ModelContract.ediffiqa());
        byte[] rgb = golden("face-rgb-uint8.npy").bytes();
        float[] picture = new float[FLOATS];
        for (int i = 0; i < FLOATS; i++) {
            picture[i % 3 * (FLOATS / 3) + i / 3] = table[Byte.toUnsignedInt(rgb[i])];
        }
        return picture;
    }

    private static float[] mirrored(float[] picture) {
        float[] mirrored = new float[FLOATS];
        for (int i = 0; i < FLOATS; i++) {
            int column = i % AlignedFace.SIZE;
            mirrored[i] = picture[i - column + AlignedFace.SIZE - 1 - column];
        }
        return mirrored;
    }

    private static Npy golden(String name) {
        return Npy.read(file(name));
    }

    private static Path file(String name) {
        return SharedData.path("golden", "diffiqa", name);
    }
}
