package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Outcome;
import io.facequality.QualityScorer;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.PixelPacking;
import io.facequality.testing.SharedData;
import io.facequality.testkit.QualityScorerContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionQualityScorerTest extends QualityScorerContract {

    private static final DiffusionOptions SHORT =
            DiffusionOptions.builder().repeats(1).steps(StepPlan.ofCalls(1)).build();

    @Override
    protected QualityScorer open() {
        return open(unet(), FacesAndModels.embedded(), ChannelOrder.RGB, ModelOptions.defaults(), SHORT);
    }

    @Override
    protected List<AlignedFace> faces() {
        return FacesAndModels.all().subList(0, 3);
    }

    @Test
    void givesSameScoreForEveryBatchSizeMemoryLimitAndThreadCount() {
        List<DiffusionScore> expected = explain(1, 1, 512L << 20);
        assertThat(explain(8, 1, 512L << 20)).isEqualTo(expected);
        assertThat(explain(3, 2, 512L << 20)).isEqualTo(expected);
        assertThat(explain(8, 1, 96L << 20)).isEqualTo(expected);
    }

    private List<DiffusionScore> explain(int batchSize, int threads, long memory) {
        DiffusionOptions options = DiffusionOptions.builder()
                .repeats(2)
                .steps(StepPlan.ofCalls(1))
                .memoryLimit(memory)
                .build();
        ModelOptions run = ModelOptions.builder().batchSize(batchSize).threads(threads).build();
        try (DiffusionQualityScorer scorer = open(unet(), bgr(), ChannelOrder.BGR, run, options)) {
            return scorer.explain(faces()).stream().map(Outcome::orElseThrow).toList();
        }
    }

    /** Real UNets: one without attention, and one with it, whose bits depend on the batch. */
    @ParameterizedTest
    @CsvSource({"models/unet-lean.onnx, true", "golden/diffiqa/unet-random.onnx, false"})
    void restoresSameBitsInEveryBatchAndForAnyThreadCount(String file, boolean batched) {
        int count = 3;
        float[] noisy = new float[count * PixelPacking.FLOATS];
        Random random = new Random(1);
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = (float) random.nextGaussian();
        }
        ModelFile model = ModelFile.of(SharedData.path(file));
        float[] alone = denoise(model, ModelOptions.builder().batchSize(1).build(), noisy, count, false);
        ModelOptions together = ModelOptions.builder().batchSize(count).threads(2).build();
        // Not isEqualTo: its message would be megabytes of numbers.
        assertThat(Arrays.equals(denoise(model, together, noisy, count, batched), alone)).isTrue();
    }

    private static float[] denoise(ModelFile model, ModelOptions options, float[] noisy, int count, boolean batched) {
        try (OnnxDenoiser denoiser = OnnxDenoiser.open(model, options)) {
            assertThat(denoiser.isBatched()).isEqualTo(batched);
            return denoiser.denoise(noisy, count, 4);
        }
    }

    @Test
    void picturesOfBytesAreEmbeddedAsFacesAre() {
        try (OnnxEmbedder embedder = OnnxEmbedder.open(
                bgr(), ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR), ModelOptions.defaults())) {
            float[] pictures = new float[3 * PixelPacking.FLOATS];
            for (int row = 0; row < 3; row++) {
                byte[] rgb = new byte[PixelPacking.FLOATS];
                faces().get(row).pixels().get(rgb);
                for (int i = 0; i < rgb.length; i++) {
                    int place = i % 3 * (PixelPacking.FLOATS / 3) + i / 3;
                    pictures[row * PixelPacking.FLOATS + place] =
                            PixelPacking.table(ModelContract.ediffiqa())[Byte.toUnsignedInt(rgb[i])];
                }
            }
            assertThat(embedder.embedPictures(pictures, 3)).isEqualTo(embedder.embed(faces()));
        }
    }

    /** The mean of each color, under another scale: what a picture of a given gray must give. */
    @Test
    void makesScaleOfEmbedder() {
        ModelFile colors = TinyOnnx.faces(TinyOnnx.OPEN).colors("features", TinyOnnx.OPEN).file();
        try (OnnxEmbedder embedder =
                OnnxEmbedder.open(colors, new ModelContract(ChannelOrder.RGB, 0, 1), ModelOptions.defaults())) {
            float[] white = new float[PixelPacking.FLOATS];
            Arrays.fill(white, 1);
            assertThat(embedder.embedPictures(white, 1).get(0).get(1))
                    .isCloseTo(255, offset(1e-3f));
        }
    }

    @Test
    void namesAllThatDecidesScoreInModelId() {
        try (DiffusionQualityScorer scorer =
                open(unet(), bgr(), ChannelOrder.BGR, ModelOptions.defaults(), SHORT)) {
            assertThat(scorer.model().name()).isEqualTo("DifFIQA of unet-lean and mobilefacenet-512-bgr");
            assertThat(scorer.model().version())
                    .isEqualTo("1 repeats; 1 steps; seed 0; denoiser "
                            + "a3caeeb5ffe532e4b5441873c2518bd3e09807f530a2453832f98df8bba9950b"
                            + "; embedder BGR (p - 127.5) / 127.5 "
                            + "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581");
        }
    }

    @Test
    void reportsNeededMemoryWhenNothingFitsLimit() {
        DiffusionOptions tight = DiffusionOptions.builder().memoryLimit(1 << 20).build();
        ModelFile denoiser = unet();
        assertThatThrownBy(() -> open(
                        denoiser, FacesAndModels.embedded(), ChannelOrder.RGB, ModelOptions.defaults(), tight))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the memory limit: expected at least")
                .hasMessageContaining("found 1048576");
    }

    @Test
    void refusesModelThatIsNoDenoiserOnOpening() {
        assertThatThrownBy(() -> OnnxDenoiser.open(FacesAndModels.embedded(), ModelOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected two inputs, pictures float32 [n,3,112,112] and times int64 [n]")
                .hasMessageContaining("found input float32 [n,3,112,112]");
        ModelFile floats = new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, TinyOnnx.OPEN, 3, 112, 112)
                .input("t", TinyOnnx.FLOAT, TinyOnnx.OPEN)
                .node("Identity", "x", "x0")
                .output("x0", TinyOnnx.FLOAT, TinyOnnx.OPEN, 3, 112, 112)
                .file();
        assertThatThrownBy(() -> OnnxDenoiser.open(floats, ModelOptions.defaults()))
                .hasMessageContaining("found x float32 [n,3,112,112] and t float32 [n]");
    }

    @ParameterizedTest
    @ValueSource(longs = {TinyOnnx.OPEN, 1, 2})
    void acceptsOpenAndFixedBatchesOfDenoiser(long batch) {
        ModelFile file = new TinyOnnx()
                .input("x", TinyOnnx.FLOAT, batch, 3, 112, 112)
                .input("t", TinyOnnx.INT64, batch)
                .node("Neg", "x", "x0")
                .output("x0", TinyOnnx.FLOAT, batch, 3, 112, 112)
                .file();
        float[] noisy = new float[3 * PixelPacking.FLOATS];
        Arrays.fill(noisy, 0.25f);
        try (OnnxDenoiser denoiser = OnnxDenoiser.open(file, ModelOptions.defaults())) {
            float[] clean = denoiser.denoise(noisy, 3, 4);
            assertThat(clean).hasSize(noisy.length).containsOnly(-0.25f);
        }
    }

    @Test
    void namesMissingModel() {
        Path missing = Path.of("no-such-unet.onnx");
        assertThatThrownBy(() -> DiffusionQualityScorer.open(missing, missing))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no-such-unet.onnx");
    }

    private static DiffusionQualityScorer open(
            ModelFile unet, ModelFile embedder, ChannelOrder order, ModelOptions run, DiffusionOptions options) {
        return DiffusionQualityScorer.open(
                unet, embedder, ModelContract.ediffiqa().withChannelOrder(order), run, options);
    }

    private static ModelFile unet() {
        return ModelFile.of(SharedData.path("models", "unet-lean.onnx"));
    }

    private static ModelFile bgr() {
        return ModelFile.of(SharedData.path("models", "mobilefacenet-512-bgr.onnx"));
    }
}
