package io.facequality.onnx.internal.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionProcedureTest {

    private static final List<AlignedFace> FACES = Fakes.noise(5);
    private static final int LEAST = 4;
    private static final int MOST = 8;

    private final Fakes.FadingDenoiser denoiser = new Fakes.FadingDenoiser();
    private final Fakes.StripesEmbedder embedder = new Fakes.StripesEmbedder();

    @ParameterizedTest
    @CsvSource({"10, 5, 100, 42", "10, 6, 120, 42", "1, 5, 10, 6", "4, 1, 8, 18"})
    void passesAreCountedWhereTheyHappen(int repeats, int calls, int denoiserPasses, int embedderPasses) {
        DiffusionOptions options = DiffusionOptions.builder()
                .repeats(repeats)
                .steps(calls == 6 ? StepPlan.reference() : StepPlan.ofCalls(calls))
                .build();
        DiffusionScore score = scores(options, 8, FACES.subList(0, 1)).get(0);
        assertThat(denoiser.passes).hasValue(denoiserPasses);
        assertThat(embedder.passes).hasValue(embedderPasses);
        assertThat(score.denoiserPasses()).isEqualTo(denoiserPasses);
        assertThat(score.embedderPasses()).isEqualTo(embedderPasses);
        assertThat(score.repeats()).hasSize(repeats);
        assertThat(score.quality().value()).isEqualTo(score.similarities().mean());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesSameScoresForEveryWaveSizeAndOrder(boolean antithetic) {
        DiffusionOptions options = stoppingHalfWay(antithetic);
        List<DiffusionScore> expected = scores(options, 10, FACES);
        for (int pictures : new int[] {2, 6, 64}) {
            assertThat(scores(options, pictures, FACES)).isEqualTo(expected);
        }
        List<AlignedFace> reversed = new ArrayList<>(FACES);
        Collections.reverse(reversed);
        List<DiffusionScore> back = new ArrayList<>(scores(options, 7, reversed));
        Collections.reverse(back);
        assertThat(back).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void repeatsStopAsSoonAsTheErrorIsSmallEnough(boolean antithetic) {
        List<DiffusionScore> all = scores(options(antithetic).build(), 8, FACES);
        DiffusionOptions options = stoppingHalfWay(antithetic);
        List<DiffusionScore> stopped = scores(options, 8, FACES);
        for (int face = 0; face < FACES.size(); face++) {
            int expected = LEAST;
            double target = options.targetError().orElseThrow();
            while (expected < MOST && error(all.get(face), expected, antithetic) > target) {
                expected += antithetic ? 2 : 1;
            }
            assertThat(stopped.get(face).repeats()).isEqualTo(all.get(face).repeats().subList(0, expected));
            assertThat(stopped.get(face).denoiserPasses()).isEqualTo(2 * 2 * expected);
        }
        assertThat(stopped)
                .extracting(score -> score.repeats().size())
                .contains(LEAST)
                .anyMatch(count -> count > LEAST);
    }

    /** Options with which about half of the faces stop at once. */
    private DiffusionOptions stoppingHalfWay(boolean antithetic) {
        double[] errors = scores(options(antithetic).build(), 8, FACES).stream()
                .mapToDouble(score -> error(score, LEAST, antithetic))
                .sorted()
                .toArray();
        return options(antithetic).minimumRepeats(LEAST).targetError(errors[errors.length / 2]).build();
    }

    private static DiffusionOptions.Builder options(boolean antithetic) {
        DiffusionOptions.Builder options = DiffusionOptions.builder().repeats(MOST).steps(StepPlan.ofCalls(2));
        return antithetic ? options.antithetic() : options;
    }

    private static double error(DiffusionScore all, int repeats, boolean antithetic) {
        return new RepeatedScore(all.repeats().subList(0, repeats), antithetic).standardError().orElseThrow();
    }

    @Test
    void scoresNoFaces() {
        assertThat(procedure(DiffusionOptions.defaults(), 8).score(List.of())).isEmpty();
        assertThat(embedder.passes).hasValue(0);
    }

    @Test
    void dependsOnSeedAndNamesItInModelId() {
        DiffusionOptions one = DiffusionOptions.builder().repeats(1).seed(1).build();
        DiffusionOptions two = DiffusionOptions.builder().repeats(1).seed(2).build();
        assertThat(scores(one, 8, FACES).get(0).similarities().noisy())
                .isNotEqualTo(scores(two, 8, FACES).get(0).similarities().noisy());
        assertThat(procedure(one, 8).model()).isNotEqualTo(procedure(two, 8).model());
        assertThat(procedure(one, 8).model().version()).contains("seed 1", "1 repeats", "5 steps");
    }

    @Test
    void endsOnInterruptAndKeepsIt() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> procedure(DiffusionOptions.defaults(), 8).score(FACES))
                    .isInstanceOf(CancellationException.class);
            assertThat(denoiser.passes).hasValue(0);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** What a model makes of a white face that cannot be used. */
    enum Fault {
        CLEAN("a finite embedding that is not zero", "norm=0.0] by stripes"),
        NOISED("a finite embedding that is not zero", "norm=NaN] by stripes"),
        RESTORED("a finite embedding that is not zero", "norm=Infinity] by stripes"),
        LOST_BY_THE_DENOISER("a restored picture of finite numbers", "NaN by fading");

        private final String expected;
        private final String found;

        Fault(String expected, String found) {
            this.expected = expected;
            this.found = found;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFaceWithoutResultAndScoresOthersUnchanged(Fault fault) {
        AlignedFace white = Fakes.gray(255);
        List<AlignedFace> faces =
                List.of(white, FACES.get(0), FACES.get(1), white, white, FACES.get(2), FACES.get(3), white);
        DiffusionOptions.Builder quick = options(false).noise(Fakes.quickNoise());
        for (DiffusionOptions options : List.of(
                quick.repeats(3).build(), quick.repeats(6).minimumRepeats(2).targetError(1e-3).build())) {
            List<DiffusionScore> expected = scores(options, 8, FACES.subList(0, 4));
            for (int pictures : new int[] {2, 4, 6, 10, 64}) {
                List<Outcome<DiffusionScore>> outcomes =
                        new DiffusionProcedure(brokenDenoiser(fault), brokenEmbedder(fault), options, pictures)
                                .score(faces);
                assertThat(outcomes).hasSameSizeAs(faces);
                assertThat(List.of(outcomes.get(1), outcomes.get(2), outcomes.get(5), outcomes.get(6)))
                        .as("%s pictures at once", pictures)
                        .isEqualTo(expected.stream().map(Outcome::ok).toList());
                for (int place : new int[] {0, 3, 4, 7}) {
                    assertThat(outcomes.get(place)).isInstanceOfSatisfying(Outcome.Rejected.class, no -> {
                        assertThat(no.rejection().cause()).isEqualTo(Rejection.Cause.UNUSABLE_RESULT);
                        assertThat(no.rejection().message())
                                .contains("face " + (place + 1) + ": expected " + fault.expected, fault.found);
                    });
                }
            }
        }
    }

    @Test
    void rejectsFaceWithoutEmbeddingBeforeRestoringIt() {
        List<AlignedFace> faces = List.of(Fakes.gray(255), Fakes.gray(255), FACES.get(0), Fakes.gray(255));
        List<Outcome<DiffusionScore>> outcomes = new DiffusionProcedure(
                        denoiser, brokenEmbedder(Fault.CLEAN), DiffusionOptions.defaults(), 2)
                .score(faces);
        assertThat(outcomes).filteredOn(Outcome.Ok.class::isInstance).hasSize(1);
        assertThat(denoiser.passes).hasValue(100);
    }

    @Test
    void rejectsFaceThatFailsInLaterRepeat() {
        int[] seen = {0};
        PictureEmbedder tiring = brokenEmbedder(picture -> isNoised(picture) && ++seen[0] > 3, 0);
        List<Outcome<DiffusionScore>> outcomes = new DiffusionProcedure(
                        denoiser, tiring, DiffusionOptions.builder().repeats(5).build(), 2)
                .score(List.of(Fakes.gray(255), FACES.get(0)));
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Ok.class);
        assertThat(denoiser.passes).as("two repeats of one face, five of the other").hasValue(20 + 50);
    }

    private PictureEmbedder brokenEmbedder(Fault fault) {
        return switch (fault) {
            case CLEAN -> brokenEmbedder(picture -> !isNoised(picture) && !isRestored(picture), 0);
            case NOISED -> brokenEmbedder(DiffusionProcedureTest::isNoised, Float.NaN);
            case RESTORED -> brokenEmbedder(DiffusionProcedureTest::isRestored, Float.NEGATIVE_INFINITY);
            case LOST_BY_THE_DENOISER -> embedder;
        };
    }

    /** Gives an embedding of such components for white pictures that are broken. */
    private PictureEmbedder brokenEmbedder(Predicate<float[]> isBroken, float component) {
        return new PictureEmbedder() {
            @Override
            public List<Embedding> embed(float[] pictures, int count) {
                List<Embedding> embeddings = new ArrayList<>(embedder.embed(pictures, count));
                for (int row = 0; row < count; row++) {
                    float[] picture =
                            Arrays.copyOfRange(pictures, row * Pictures.FLOATS, (row + 1) * Pictures.FLOATS);
                    if (isWhite(picture) && isBroken.test(picture)) {
                        float[] components = new float[embeddings.get(row).dimension()];
                        Arrays.fill(components, component);
                        embeddings.set(row, Embedding.copyOf(components));
                    }
                }
                return embeddings;
            }

            @Override
            public ModelId model() {
                return embedder.model();
            }
        };
    }

    /** Loses one number of a white picture in its first step, and none in the others. */
    private Denoiser brokenDenoiser(Fault fault) {
        if (fault != Fault.LOST_BY_THE_DENOISER) {
            return denoiser;
        }
        return new Denoiser() {
            @Override
            public float[] denoise(float[] noisy, int count, int time) {
                float[] seen = noisy.clone();
                for (int i = 0; i < seen.length; i++) {
                    seen[i] = Float.isNaN(seen[i]) ? 0 : seen[i];
                }
                float[] clean = denoiser.denoise(seen, count, time);
                for (int row = 0; row < count; row++) {
                    int from = row * Pictures.FLOATS;
                    if (time == ForwardDiffusion.TIME - 1
                            && isWhite(Arrays.copyOfRange(noisy, from, from + Pictures.FLOATS))) {
                        clean[from + 77] = Float.NaN;
                    }
                }
                return clean;
            }

            @Override
            public ModelId model() {
                return denoiser.model();
            }
        };
    }

    private static boolean isWhite(float[] picture) {
        double sum = 0;
        for (float value : picture) {
            sum += value;
        }
        return sum > picture.length / 2.0;
    }

    /** Noise goes beyond white. */
    private static boolean isNoised(float[] picture) {
        return largest(picture) > 1;
    }

    /** The denoiser of these tests makes everything darker. */
    private static boolean isRestored(float[] picture) {
        return largest(picture) < 1;
    }

    private static float largest(float[] picture) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : picture) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    @Test
    void detectsEmbedderThatLosesPicture() {
        assertThatThrownBy(() -> embeddedAs(count -> Collections.nCopies(count - 1, Embedding.copyOf(1, 0))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("2 embeddings, one for each picture, found 1");
    }

    private void embeddedAs(IntFunction<List<Embedding>> embeddings) {
        PictureEmbedder broken = new PictureEmbedder() {
            @Override
            public List<Embedding> embed(float[] pictures, int count) {
                return embeddings.apply(count);
            }

            @Override
            public ModelId model() {
                return ModelId.ofCode("broken", "");
            }
        };
        new DiffusionProcedure(denoiser, broken, DiffusionOptions.defaults(), 8).score(FACES.subList(0, 1));
    }

    @Test
    void antitheticPairsNeedEvenNumbers() {
        assertThatThrownBy(() -> DiffusionOptions.builder().antithetic().repeats(5).build())
                .hasMessageContaining("even numbers");
        assertThatThrownBy(() -> DiffusionOptions.builder().repeats(0)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> DiffusionOptions.builder().targetError(0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> DiffusionOptions.builder().memoryLimit(0)).hasMessageContaining("found 0");
    }

    @Test
    void acceptsAnyEmbedderInEightBits() {
        PictureEmbedder eightBits = PictureEmbedder.inEightBits(faces -> faces.stream()
                .map(face -> Embedding.copyOf(face.pixels().get(0), face.pixels().get(1), face.pixels().get(2)))
                .toList());
        float[] picture = Pictures.of(FACES.get(0));
        Embedding expected = Embedding.copyOf(
                FACES.get(0).pixels().get(0), FACES.get(0).pixels().get(1), FACES.get(0).pixels().get(2));
        assertThat(eightBits.embed(picture, 1)).containsExactly(expected);
        float[] beyond = picture.clone();
        beyond[0] = 3;
        beyond[Pictures.FLOATS / 3] = -3;
        assertThat(eightBits.embed(beyond, 1).get(0).get(0)).isEqualTo((byte) 255);
        assertThat(eightBits.embed(beyond, 1).get(0).get(1)).isZero();
    }

    private List<DiffusionScore> scores(DiffusionOptions options, int pictures, List<AlignedFace> faces) {
        return procedure(options, pictures).score(faces).stream().map(Outcome::orElseThrow).toList();
    }

    private DiffusionProcedure procedure(DiffusionOptions options, int pictures) {
        return new DiffusionProcedure(denoiser, embedder, options, pictures);
    }
}
