package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoding and resizing as the published code does it with Pillow. */
@ParameterizedClass
@EnumSource(GoldenData.class)
class PreprocessGoldenTest {

    private static final String DECODED = ".decoded.npy";
    private static final String RESIZED = ".resized.npy";

    private final OpenCvImageDecoder parity =
            OpenCvImageDecoder.builder().orientation(Orientation.AS_STORED).build();
    private final Path folder;

    PreprocessGoldenTest(GoldenData data) {
        this.folder = data.path("preprocess");
    }

    @TestFactory
    Stream<DynamicTest> everyByteOfTheResizedPictureIsPillows() throws IOException {
        return forEach(names(DECODED), name -> assertThat(resized(image(name + DECODED)))
                .isEqualTo(image(name + RESIZED)));
    }

    @TestFactory
    Stream<DynamicTest> everyByteOfADecodedPictureIsPillowsAndOfAJpegAtMostOneApart() throws IOException {
        return forEach(names(DECODED), name -> {
            Image decoded = decoded(name);
            if (name.endsWith(".jpg")) {
                assertThat(Pictures.largestDifference(decoded, image(name + DECODED))).isLessThanOrEqualTo(1);
            } else {
                assertThat(decoded).isEqualTo(image(name + DECODED));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aJpegIsAtMostOneApartFromPillowsOnceDecodedAndResized() throws IOException {
        List<String> jpegs =
                names(RESIZED).stream().filter(name -> name.endsWith(".jpg")).toList();
        return forEach(jpegs, name -> {
            Image resized = resized(decoded(name));
            assertThat(Pictures.largestDifference(resized, image(name + RESIZED))).isLessThanOrEqualTo(1);
        });
    }

    private static Stream<DynamicTest> forEach(List<String> names, Consumer<String> test) {
        assertThat(names).isNotEmpty();
        return names.stream().map(name -> dynamicTest(name, () -> test.accept(name)));
    }

    /** The pictures for which there is such a file. */
    private List<String> names(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }

    private Image decoded(String name) {
        return parity.decode(name, Pictures.bytes(folder.resolve(name))).orElseThrow();
    }

    private static Image resized(Image image) {
        return Resizing.PILLOW.resize(image, AlignedFace.SIZE, AlignedFace.SIZE);
    }

    private Image image(String npy) {
        Npy array = Npy.read(folder.resolve(npy));
        return Image.copyOf(array.shape()[1], array.shape()[0], array.bytes());
    }
}
