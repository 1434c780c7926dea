package io.facequality.onnx.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ModelException;
import io.facequality.ModelId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        DiffusionScore score = procedure(options, 8).judge(FACES.subList(0, 1)).get(0);
        assertThat(denoiser.passes).hasValue(denoiserPasses);
        assertThat(embedder.passes).hasValue(embedderPasses);
        assertThat(score.denoiserPasses()).isEqualTo(denoiserPasses);
        assertThat(score.embedderPasses()).isEqualTo(embedderPasses);
        assertThat(score.repeats()).hasSize(repeats);
        assertThat(score.quality().value()).isEqualTo(score.similarities().mean());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSizeOfTheWavesAndTheOrderDoNotShow(boolean antithetic) {
        DiffusionOptions options = stoppingHalfWay(antithetic);
        List<DiffusionScore> expected = procedure(options, 10).judge(FACES);
        for (int pictures : new int[] {2, 6, 64}) {
            assertThat(procedure(options, pictures).judge(FACES)).isEqualTo(expected);
        }
        List<AlignedFace> reversed = new ArrayList<>(FACES);
        Collections.reverse(reversed);
        List<DiffusionScore> back = new ArrayList<>(procedure(options, 7).judge(reversed));
        Collections.reverse(back);
        assertThat(back).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void repeatsStopAsSoonAsTheErrorIsSmallEnough(boolean antithetic) {
        List<DiffusionScore> all = procedure(options(antithetic).build(), 8).judge(FACES);
        DiffusionOptions options = stoppingHalfWay(antithetic);
        List<DiffusionScore> stopped = procedure(options, 8).judge(FACES);
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
        double[] errors = procedure(options(antithetic).build(), 8).judge(FACES).stream()
                .mapToDouble(score -> error(score, LEAST, antithetic))
                .sorted()
                .toArray();
        return options(antithetic).minimumRepeats(LEAST).targetError(errors[errors.length / 2]).build();
    }

    private static DiffusionOptions.Builder options(boolean antithetic) {
        return DiffusionOptions.builder().repeats(MOST).steps(StepPlan.ofCalls(2)).antithetic(antithetic);
    }

    private static double error(DiffusionScore all, int repeats, boolean antithetic) {
        return new RepeatedScore(all.repeats().subList(0, repeats), antithetic).standardError().orElseThrow();
    }

    @Test
    void noFacesAreNoWork() {
        assertThat(procedure(DiffusionOptions.defaults(), 8).judge(List.of())).isEmpty();
        assertThat(embedder.passes).hasValue(0);
    }

    @Test
    void aSeedDecidesAboutTheScoreAndIsInTheModelsName() {
        DiffusionOptions one = DiffusionOptions.builder().repeats(1).seed(1).build();
        DiffusionOptions two = DiffusionOptions.builder().repeats(1).seed(2).build();
        assertThat(procedure(one, 8).judge(FACES).get(0).similarities().noisy())
                .isNotEqualTo(procedure(two, 8).judge(FACES).get(0).similarities().noisy());
        assertThat(procedure(one, 8).model()).isNotEqualTo(procedure(two, 8).model());
        assertThat(procedure(one, 8).model().version()).contains("seed 1", "1 repeats", "5 steps");
    }

    @Test
    void anInterruptEndsTheWorkAndStaysSet() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> procedure(DiffusionOptions.defaults(), 8).judge(FACES))
                    .isInstanceOf(CancellationException.class);
            assertThat(denoiser.passes).hasValue(0);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anEmbeddingWithoutADirectionIsNoScore() {
        assertThatThrownBy(() -> embeddedAs(count -> Collections.nCopies(count, Embedding.copyOf(0, 0))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("embeddings of finite numbers that are not all zero");
    }

    @Test
    void anEmbedderThatLosesAPictureIsFoundOut() {
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
        new DiffusionProcedure(denoiser, broken, DiffusionOptions.defaults(), 8).judge(FACES.subList(0, 1));
    }

    @Test
    void antitheticPairsNeedEvenNumbers() {
        assertThatThrownBy(() -> DiffusionOptions.builder().antithetic(true).repeats(5).build())
                .hasMessageContaining("even numbers");
        assertThatThrownBy(() -> DiffusionOptions.builder().repeats(0)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> DiffusionOptions.builder().targetError(0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> DiffusionOptions.builder().memoryLimit(0)).hasMessageContaining("found 0");
    }

    @Test
    void anyEmbedderOfFacesCanTakeThePicturesInEightBits() {
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

    private DiffusionProcedure procedure(DiffusionOptions options, int pictures) {
        return new DiffusionProcedure(denoiser, embedder, options, pictures);
    }
}
