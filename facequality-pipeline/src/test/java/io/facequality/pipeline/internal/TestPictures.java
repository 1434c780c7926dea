package io.facequality.pipeline.internal;

import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.QualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures of noise, and scorers and embedders that need no model, for tests of everything around the models. */
public final class TestPictures {

    private TestPictures() {}

    /** A PNG of noise; the same seed gives the same file. */
    public static byte[] png(long seed) {
        return encode("png", seed);
    }

    public static byte[] jpeg(long seed) {
        return encode("jpg", seed);
    }

    private static byte[] encode(String format, long seed) {
        Image image = Image.filledBy(112, 112, rgb -> new Random(seed).nextBytes(rgb));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image.toBufferedImage(), format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes a file and its folders. */
    public static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes people with so many pictures each: {@code person-0/picture-0.png} and so on. */
    public static void people(Path root, int people, int pictures) {
        for (int person = 0; person < people; person++) {
            for (int picture = 0; picture < pictures; picture++) {
                write(root.resolve("person-" + person + "/picture-" + picture + ".png"), png(100 * person + picture));
            }
        }
    }

    /** A pipeline for aligned crops whose scorer and embedder look at the pixels' mean and at some pixels. */
    public static FacePipeline.Builder pipeline() {
        return pipeline(embedder());
    }

    /** The same with another embedder. */
    public static FacePipeline.Builder pipeline(Embedder embedder) {
        return FacePipeline.builder().crop(Crop.AS_IS).scorer(scorer()).embedder(embedder);
    }

    private static QualityScorer scorer() {
        return QualityScorer.of(ModelId.ofCode("mean", "1"), face -> {
            ByteBuffer pixels = face.pixels();
            double sum = 0;
            while (pixels.hasRemaining()) {
                sum += pixels.get() & 0xFF;
            }
            return sum / pixels.capacity() / 255;
        });
    }

    private static Embedder embedder() {
        return faces -> faces.stream()
                .map(face -> {
                    float[] values = new float[8];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = face.pixels().get(i * 331) / 128f + 0.01f;
                    }
                    return Embedding.copyOf(values);
                })
                .toList();
    }
}
