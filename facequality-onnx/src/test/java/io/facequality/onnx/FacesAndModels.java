package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.models.EmbeddedModel;
import io.facequality.testing.Npy;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Faces and models for the tests of this package: the eight of the golden data, and made ones that need no data. */
public final class FacesAndModels {

    private static final int BYTES = AlignedFace.SIZE * AlignedFace.SIZE * 3;

    private FacesAndModels() {}

    public static Path file(String name) {
        return SharedData.path("golden", "ediffiqa-t", name);
    }

    public static List<AlignedFace> all() {
        byte[] pixels = Npy.read(file("faces-rgb-uint8.npy")).bytes();
        return IntStream.range(0, pixels.length / BYTES)
                .mapToObj(i -> face(Arrays.copyOfRange(pixels, i * BYTES, (i + 1) * BYTES)))
                .toList();
    }

    /** The embedded model of both, in memory. */
    public static ModelFile embedded() {
        return embedded(EmbeddedModel.QUALITY_AND_EMBEDDING);
    }

    public static ModelFile embedded(EmbeddedModel model) {
        try {
            return ModelFile.of(model.modelName(), model.version(), model.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pictures of noise; the same seed gives the same pictures. */
    public static List<AlignedFace> noise(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, random::nextBytes))
                .map(AlignedFace::of)
                .toList();
    }

    /** A picture of one gray. */
    static AlignedFace gray(int value) {
        return AlignedFace.of(Image.filledBy(
                AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Arrays.fill(rgb, (byte) value)));
    }

    private static AlignedFace face(byte[] rgb) {
        return AlignedFace.of(Image.copyOf(AlignedFace.SIZE, AlignedFace.SIZE, rgb));
    }
}
