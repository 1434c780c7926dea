package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.images.internal.Pictures;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizingTest {

    private static Image stripes(int width, int height) {
        return Image.filledBy(width, height, rgb -> {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (i / 3 % width % 2 == 0 ? 0 : 255);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void givesPictureItselfForTheSameSize(Resizing resizing) {
        Image picture = Pictures.synthetic(20, 30, 1);
        assertThat(resizing.resize(picture, 20, 30)).isSameAs(picture);
    }

    @ParameterizedTest
    @EnumSource
    void keepsEvenColorWhateverTheSize(Resizing resizing) {
        Image even = Image.filledBy(17, 5, rgb -> Arrays.fill(rgb, (byte) 255));
        for (int size : new int[] {1, 2, 7, 112, 300}) {
            assertThat(resizing.resize(even, size, size).toRgb()).containsOnly((byte) 255);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesSizeOfZero(Resizing resizing) {
        assertThatThrownBy(() -> resizing.resize(Pictures.synthetic(4, 4, 1), 0, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 x 4");
    }

    @Test
    void averagesFineStripesByPillowsFilterOnly() {
        Image stripes = stripes(900, 9);
        Image gray = Image.filledBy(100, 9, rgb -> Arrays.fill(rgb, (byte) 127));
        assertThat(Pictures.largestDifference(Resizing.PILLOW.resize(stripes, 100, 9), gray)).isLessThan(8);
        assertThat(Pictures.largestDifference(Resizing.OPENCV.resize(stripes, 100, 9), gray)).isGreaterThan(120);
    }

    @Test
    void resizesOnePixelToAnySizeAndAnySizeToOnePixel() {
        Image one = Image.copyOf(1, 1, new byte[] {1, 2, 3});
        assertThat(Resizing.PILLOW.resize(Resizing.PILLOW.resize(one, 112, 112), 1, 1)).isEqualTo(one);
    }
}
