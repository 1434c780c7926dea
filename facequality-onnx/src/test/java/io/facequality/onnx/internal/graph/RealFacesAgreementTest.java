package io.facequality.onnx.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.FacesAndModels;
import io.facequality.onnx.ModelFile;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Whole face networks give with their rewrites what they give without, on real faces; {@code benchmarks/run.sh
 * agreement} asks the same of hundreds.
 */
class RealFacesAgreementTest {

    private static final int FACES = 30;
    private static final int SIZE = 112;
    private static final float HALF_RANGE = 127.5f;

    @Test
    void ediffiqaAgrees() throws IOException {
        Path file = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random-with-features.onnx");
        assertThat(check(ModelFile.of(file))).contains("prelu-as-relu x33");
    }

    @Test
    void agreesForEmbedderOfOtherPublisher() throws IOException {
        assertThat(check(model("mobilefacenet-512-bgr.onnx")))
                .containsExactly("prelu-as-relu x33", "vanishing-weights x76");
    }

    @Test
    void losesNothingThatMattersForEmbedderWithoutPrelu() throws IOException {
        assertThat(check(model("mobilefacenet-128-rgb.onnx"))).containsExactly("vanishing-weights x1");
    }

    @Test
    void agreesForNarrowIResNet() throws IOException {
        assertThat(check(iresnet().file())).contains("normalisation-into-product x1", "prelu-as-relu x10");
    }

    @Test
    void detectorsAgreeOnPicturesOfAnySize() throws IOException {
        for (EmbeddedModel model : List.of(EmbeddedModel.DETECTOR, EmbeddedModel.CROWD_DETECTOR)) {
            ModelFile file = FacesAndModels.embedded(model);
            Agreement.check(file, 1, 3, 96, 160);
            List<FloatBuffer> pixels = faces().stream().map(face -> face.slice(0, 3 * 96 * 96)).toList();
            Agreement.check(file, pixels, 1, 3, 96, 96);
        }
    }

    private static ModelFile model(String name) {
        return ModelFile.of(SharedData.path("models", name));
    }

    private static List<String> check(ModelFile file) throws IOException {
        return Agreement.check(file, faces(), 1, 3, SIZE, SIZE);
    }

    /** The layers of eDifFIQA's IResNets up to the features, widths 8 to 64, blocks 2-3-2-2. */
    private static Network iresnet() {
        Network network = new Network(1).input(Network.OPEN, 3, SIZE, SIZE);
        int width = 8;
        String first = network.convolution("x", 3, width, 3, 1, true);
        String map = prelu(network, network.normalization(first, width), width);
        int[] blocks = {2, 3, 2, 2};
        for (int layer = 0; layer < blocks.length; layer++) {
            for (int block = 0; block < blocks[layer]; block++) {
                int out = 8 << layer;
                int stride = block == 0 ? 2 : 1;
                String inner = network.convolution(network.normalization(map, width), width, out, 3, 1, true);
                inner = prelu(network, network.normalization(inner, out), out);
                inner = network.normalization(network.convolution(inner, out, out, 3, stride, true), out);
                String past = block > 0
                        ? map
                        : network.normalization(network.convolution(map, width, out, 1, stride, false), out);
                map = network.node("Add", List.of(inner, past));
                width = out;
            }
        }
        int features = 512;
        String flat = network.node("Flatten", List.of(network.normalization(map, width)));
        String product = network.node(
                "Gemm",
                List.of(flat, network.weights(features, (long) width * 7 * 7), network.weights(features)),
                Nodes.attribute("transB", 1L));
        return network.output(network.normalization(product, features), Network.OPEN, features);
    }

    private static String prelu(Network network, String from, int channels) {
        float[] slopes = new float[channels];
        for (int i = 0; i < channels; i++) {
            slopes[i] = (i % 7 - 1) * 0.1f;
        }
        return network.prelu(from, slopes, channels, 1, 1);
    }

    private static List<FloatBuffer> faces() throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.path("data", "people-aligned"), 2)) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(FACES)
                    .map(file -> packed(decoded(file)))
                    .toList();
        }
    }

    private static Image decoded(Path file) {
        try {
            return Image.of(ImageIO.read(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FloatBuffer packed(Image face) {
        ByteBuffer rgb = face.pixels();
        FloatBuffer values = ByteBuffer.allocateDirect(3 * SIZE * SIZE * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        IntStream.range(0, 3 * SIZE * SIZE).forEach(i -> values.put(
                i % 3 * SIZE * SIZE + i / 3, ((rgb.get(i) & 0xFF) - HALF_RANGE) / HALF_RANGE));
        return values;
    }
}
