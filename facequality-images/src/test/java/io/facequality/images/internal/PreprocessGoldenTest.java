package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.images.Resizing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding and resizing as the published code does it with Pillow. */
class PreprocessGoldenTest {

    private final OpenCvImageDecoder parity =
            OpenCvImageDecoder.builder().orientation(Orientation.AS_STORED).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "face-250x250.jpg", "tiny-31x43.png", "exact-112x112.png", "grey-250x250.jpg", "alpha-250x250.png",
                "palette-250x250.png", "exif-orientation-6.jpg", "face.bmp", "face.webp", "wide-400x60.png",
                "progressive.jpg"
            })
    void everyByteOfTheResizedPictureIsPillows(String name) {
        Image resized =
                Resizing.PILLOW.resize(Pictures.goldenDecoded(name), AlignedFace.SIZE, AlignedFace.SIZE);
        assertThat(resized).isEqualTo(Pictures.goldenResized(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-31x43.png", "exact-112x112.png", "alpha-250x250.png", "palette-250x250.png", "face.bmp",
                "face.webp", "wide-400x60.png"
            })
    void everyByteOfADecodedPictureIsPillows(String name) {
        Image decoded = parity.decode(name, Pictures.goldenFile(name)).orElseThrow();
        assertThat(decoded).isEqualTo(Pictures.goldenDecoded(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"face-250x250.jpg", "grey-250x250.jpg", "exif-orientation-6.jpg", "progressive.jpg"})
    void aDecodedJpegIsAtMostOneApartFromPillows(String name) {
        Image decoded = parity.decode(name, Pictures.goldenFile(name)).orElseThrow();
        assertThat(Pictures.largestDifference(decoded, Pictures.goldenDecoded(name))).isLessThanOrEqualTo(1);
    }

    @Test
    void aLargePhotographIsAtMostOneApartFromPillowsOnceDecodedAndResized() {
        Image decoded =
                parity.decode("photo-large.jpg", Pictures.goldenFile("photo-large.jpg")).orElseThrow();
        Image resized = Resizing.PILLOW.resize(decoded, AlignedFace.SIZE, AlignedFace.SIZE);
        assertThat(Pictures.largestDifference(resized, Pictures.goldenResized("photo-large.jpg")))
                .isLessThanOrEqualTo(1);
    }
}
