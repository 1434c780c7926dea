package io.facequality.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.QualityScore;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.onnx.OnnxScoringEmbedder;
import io.facequality.onnx.TinyOnnx;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, shapes and channel orders of models as they are found. */
class FaceNetworkTest {

    @ParameterizedTest
    @ValueSource(longs = {TinyOnnx.OPEN, 1, 3, 4})
    void givesSameResultsWithFixedAndOpenBatch(long batch) {
        ModelFile file = TinyOnnx.faces(batch).colors("features", batch).brightness("quality", batch).file();
        List<AlignedFace> faces = FacesAndModels.noise(7, 3);
        try (OnnxScoringEmbedder both =
                OnnxScoringEmbedder.open(file, ModelContract.ediffiqa(), ModelOptions.defaults())) {
            for (int i = 0; i < 2; i++) {
                List<QualityScore> scores = both.score(faces);
                List<Embedding> colors = both.embed(faces);
                assertThat(scores).hasSize(7);
                for (int face = 0; face < 7; face++) {
                    for (int channel = 0; channel < 3; channel++) {
                        assertThat(colors.get(face).get(channel))
                                .isCloseTo(mean(faces.get(face), channel), offset(1e-6f));
                    }
                    assertThat(scores.get(face).value()).isCloseTo(meanOfAll(faces.get(face)), offset(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {TinyOnnx.OPEN, 2})
    void readsQualityWithoutSecondDimension(long batch) {
        ModelFile file = TinyOnnx.faces(batch).flatBrightness("whatever", batch).file();
        List<AlignedFace> faces = FacesAndModels.noise(3, 3);
        try (OnnxQualityScorer scorer =
                OnnxQualityScorer.open(file, ModelContract.ediffiqa(), ModelOptions.defaults())) {
            List<QualityScore> scores = scorer.score(faces);
            for (int face = 0; face < 3; face++) {
                assertThat(scores.get(face).value()).isCloseTo(meanOfAll(faces.get(face)), offset(1e-6));
            }
        }
    }

    /** An export that left only the input's batch open: its output says one, so it is run one by one. */
    @Test
    void takesBatchSizeFromOutput() {
        ModelFile file = TinyOnnx.faces(TinyOnnx.OPEN).colors("features", 1).file();
        try (OnnxEmbedder embedder = OnnxEmbedder.open(file, ModelContract.ediffiqa(), ModelOptions.defaults())) {
            assertThat(embedder.embed(FacesAndModels.noise(3, 3))).hasSize(3);
        }
    }

    @Test
    void blueFirstSwapsTheOuterChannels() {
        ModelFile file = TinyOnnx.faces(TinyOnnx.OPEN).colors("features", TinyOnnx.OPEN).file();
        AlignedFace face = FacesAndModels.noise(1, 5).get(0);
        ModelContract blueFirst = ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR);
        try (OnnxEmbedder rgb = OnnxEmbedder.open(file, ModelContract.ediffiqa(), ModelOptions.defaults());
                OnnxEmbedder bgr = OnnxEmbedder.open(file, blueFirst, ModelOptions.defaults())) {
            Embedding straight = rgb.embed(face);
            Embedding swapped = bgr.embed(face);
            assertThat(swapped.toArray()).containsExactly(straight.get(2), straight.get(1), straight.get(0));
        }
    }

    @Test
    void separatesPeopleWithFixedBatchEmbedderThatTakesBlueFirst() throws IOException {
        ModelContract blueFirst = ModelContract.ediffiqa().withChannelOrder(ChannelOrder.BGR);
        assertTellsPeopleApart("mobilefacenet-512-bgr.onnx", blueFirst, 512);
    }

    @Test
    void separatesPeopleWithFixedBatchEmbedderThatTakesRedFirst() throws IOException {
        assertTellsPeopleApart("mobilefacenet-128-rgb.onnx", ModelContract.ediffiqa(), 128);
    }

    private static void assertTellsPeopleApart(String file, ModelContract contract, int dimension) throws IOException {
        Path path = SharedData.path("models", file);
        List<AlignedFace> faces = List.of(
                person("Ari_Fleischer", "0006"), person("Ari_Fleischer", "0011"), person("Aaron_Sorkin", "0001"));
        try (OnnxEmbedder embedder = OnnxEmbedder.open(ModelFile.of(path), contract, ModelOptions.defaults())) {
            List<Embedding> embeddings = embedder.embed(faces);
            assertThat(embeddings).extracting(Embedding::dimension).containsOnly(dimension);
            assertThat(embeddings.get(0).cosine(embeddings.get(1))).isGreaterThan(0.8);
            assertThat(embeddings.get(0).cosine(embeddings.get(2))).isLessThan(0.4);
            assertThat(embedder.model().sha256()).isEqualTo(sha256(path));
            assertThat(embedder.model().name() + ".onnx").isEqualTo(file);
        }
    }

    private static AlignedFace person(String name, String number) throws IOException {
        Path file = SharedData.path("data", "people-aligned", name, name + "_" + number + ".jpg");
        return AlignedFace.of(Image.of(ImageIO.read(file.toFile())));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float mean(AlignedFace face, int channel) {
        double sum = 0;
        for (int i = channel; i < face.pixels().limit(); i += 3) {
            sum += ((face.pixels().get(i) & 0xFF) - 127.5) / 127.5;
        }
        return (float) (sum / (112 * 112));
    }

    private static double meanOfAll(AlignedFace face) {
        return (mean(face, 0) + mean(face, 1) + mean(face, 2)) / 3.0;
    }
}
