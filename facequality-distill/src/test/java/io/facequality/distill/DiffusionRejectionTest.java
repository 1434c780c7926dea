package io.facequality.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.pipeline.internal.TestPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of which an embedder makes nothing, among others of which it does. */
class DiffusionRejectionTest {

    private static final List<String> BLACK = List.of("person-0/picture-0.png", "person-0/picture-3.png");

    @TempDir
    private Path folder;

    @Test
    void rejectsPictureWithoutEmbeddingAndLabelsOthers() throws IOException {
        Path pictures = folder.resolve("in");
        TestPictures.people(pictures, 1, 6);
        Path expected = folder.resolve("expected.csv");
        BLACK.forEach(picture -> delete(pictures.resolve(picture)));
        assertThat(label(pictures, expected, 2, new ArrayList<>())).isEqualTo(new Labeling.Result(4, 0, 4, 0, PassedOver.nothing()));

        BLACK.forEach(picture -> black(pictures.resolve(picture)));
        Path out = folder.resolve("labels.csv");
        for (int threads : new int[] {1, 3}) {
            Files.deleteIfExists(out);
            List<Picture<DiffusionScore>> results = new ArrayList<>();
            assertThat(label(pictures, out, threads, results)).isEqualTo(new Labeling.Result(6, 0, 4, 2, PassedOver.nothing()));
            assertThat(out).hasSameTextualContentAs(expected);
            assertThat(rejected(results)).hasSize(2).allSatisfy(rejection -> {
                assertThat(rejection.cause()).isEqualTo(Rejection.Cause.UNUSABLE_RESULT);
                assertThat(rejection.message())
                        .matches("cannot score the face by diffusion: person-0/picture-[03].png, face 0: expected a "
                                + "finite embedding that is not zero, found Embedding.*norm=0.0. by picky.*");
            });
        }
        assertThat(label(pictures, out, 2, new ArrayList<>())).isEqualTo(new Labeling.Result(6, 4, 0, 2, PassedOver.nothing()));
        assertThat(out).hasSameTextualContentAs(expected);
    }

    private static Labeling.Result label(Path pictures, Path out, int threads, List<Picture<DiffusionScore>> results) {
        try (DiffusionQualityScorer scorer = DiffusionQualityScorer.of(
                        new SameDenoiser(), new PickyEmbedder(), DiffusionOptions.builder().repeats(2).build());
                FacePipeline pipeline = TestPictures.pipeline().threads(threads).build()) {
            return new Labeling(PictureSearch.usual(), pipeline, scorer).label(pictures, out, results::add);
        }
    }

    private static List<Rejection> rejected(List<Picture<DiffusionScore>> results) {
        return results.stream()
                .flatMap(picture -> picture.faces().<Stream<Rejection>>match(faces -> Stream.empty(), Stream::of))
                .toList();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void black(Path file) {
        try {
            ImageIO.write(new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves pictures as they are. */
    private static final class SameDenoiser implements Denoiser {

        @Override
        public float[] denoise(float[] noisy, int count, int time) {
            return Arrays.copyOf(noisy, noisy.length);
        }

        @Override
        public ModelId model() {
            return ModelId.ofCode("same", "1");
        }
    }

    /** A few pixels, and nothing of what is black. */
    private static final class PickyEmbedder implements PictureEmbedder {

        @Override
        public List<Embedding> embed(float[] pictures, int count) {
            int size = pictures.length / count;
            return IntStream.range(0, count)
                    .mapToObj(row -> Arrays.copyOfRange(pictures, row * size, row * size + 16))
                    .map(pixels -> pixels[0] == -1 ? Embedding.copyOf(new float[16]) : Embedding.copyOf(pixels))
                    .toList();
        }

        @Override
        public ModelId model() {
            return ModelId.ofCode("picky", "1");
        }
    }
}
