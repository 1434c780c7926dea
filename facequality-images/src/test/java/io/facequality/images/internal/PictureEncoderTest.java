package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import org.junit.jupiter.api.Test;

class PictureEncoderTest {

    private static final Image PICTURE = Pictures.synthetic(64, 48, 5);

    @Test
    void readsBackPngUnchanged() {
        assertThat(OpenCvImageDecoder.create().decode("png", PictureEncoder.png(PICTURE)).orElseThrow())
                .isEqualTo(PICTURE);
    }

    @Test
    void writesCloseJpegThatIsSmallerForLowerQuality() {
        byte[] fine = PictureEncoder.jpeg(PICTURE, 95);
        Image decoded = OpenCvImageDecoder.create().decode("jpeg", fine).orElseThrow();
        assertThat(Pictures.largestDifference(decoded, PICTURE)).isLessThan(60);
        assertThat(PictureEncoder.jpeg(PICTURE, 30)).hasSizeLessThan(fine.length * 2 / 3);
    }

    @Test
    void refusesQualityOutOfRange() {
        assertThatThrownBy(() -> PictureEncoder.jpeg(PICTURE, 101))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("101");
    }

    @Test
    void refusesPictureTooWideForJpeg() {
        assertThatThrownBy(() -> PictureEncoder.jpeg(Image.filledBy(70_000, 1, rgb -> {}), 90))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("70000 x 1");
    }
}
