package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceImage;
import io.facequality.InvalidInputException;
import io.facequality.images.internal.Pictures;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizingTest {

    private static FaceImage stripes(int width, int height) {
        return FaceImage.filledBy(width, height, rgb -> {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (i / 3 % width % 2 == 0 ? 0 : 255);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSameSizeGivesThePictureItself(Resizing resizing) {
        FaceImage picture = Pictures.synthetic(20, 30, 1);
        assertThat(resizing.resize(picture, 20, 30)).isSameAs(picture);
    }

    @ParameterizedTest
    @EnumSource
    void anEvenColourStaysTheSameWhateverTheSize(Resizing resizing) {
        FaceImage even = FaceImage.filledBy(17, 5, rgb -> Arrays.fill(rgb, (byte) 255));
        for (int size : new int[] {1, 2, 7, 112, 300}) {
            assertThat(resizing.resize(even, size, size).toRgb()).containsOnly((byte) 255);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSizeOfZeroIsRefused(Resizing resizing) {
        assertThatThrownBy(() -> resizing.resize(Pictures.synthetic(4, 4, 1), 0, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 x 4");
    }

    @Test
    void pillowsFilterAveragesFineStripesAndOpenCvsDoesNot() {
        FaceImage stripes = stripes(900, 9);
        FaceImage grey = FaceImage.filledBy(100, 9, rgb -> Arrays.fill(rgb, (byte) 127));
        assertThat(Pictures.largestDifference(Resizing.PILLOW.resize(stripes, 100, 9), grey)).isLessThan(8);
        assertThat(Pictures.largestDifference(Resizing.OPENCV.resize(stripes, 100, 9), grey)).isGreaterThan(120);
    }

    @Test
    void onePixelCanBecomeAnySizeAndAnySizeOnePixel() {
        FaceImage one = FaceImage.copyOf(1, 1, new byte[] {1, 2, 3});
        assertThat(Resizing.PILLOW.resize(Resizing.PILLOW.resize(one, 112, 112), 1, 1)).isEqualTo(one);
    }
}
