package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The golden weights, and the faces whose features and qualities are known. */
final class GoldenWeights {

    static final Path TINY = Path.of("ediffiqa-t", "ediffiqaT-random.pth");
    static final Path NARROW = Path.of("ediffiqa-iresnet", "ediffiqa-iresnet-narrow-random.pth");
    static final Path UNET = Path.of("diffiqa", "unet-random.pt");

    private static final int BYTES = AlignedFace.SIZE * AlignedFace.SIZE * 3;

    private GoldenWeights() {}

    static Path file(Path path) {
        return file(GoldenData.SHARED, path);
    }

    static Path file(GoldenData data, Path path) {
        return data.path(path.getName(0).toString(), path.getFileName().toString());
    }

    static List<AlignedFace> faces() {
        return faces(GoldenData.SHARED);
    }

    static List<AlignedFace> faces(GoldenData data) {
        byte[] pixels =
                Npy.read(data.path("ediffiqa-t", "faces-rgb-uint8.npy")).bytes();
        return IntStream.range(0, pixels.length / BYTES)
                .mapToObj(i -> Arrays.copyOfRange(pixels, i * BYTES, (i + 1) * BYTES))
                .map(rgb -> AlignedFace.of(Image.copyOf(AlignedFace.SIZE, AlignedFace.SIZE, rgb)))
                .toList();
    }
}
