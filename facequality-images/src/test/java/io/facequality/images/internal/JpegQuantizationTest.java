package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Image;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegQuantizationTest {

    private static final Image PICTURE = Image.filledBy(64, 48, rgb -> new Random(1).nextBytes(rgb));

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 25, 50, 75, 90, 95, 100})
    void estimatesQualityOfEncoder(int quality) {
        assertThat(JpegQuantization.quality(PictureEncoder.jpeg(PICTURE, quality)).orElseThrow())
                .isEqualTo(quality, within(1.0));
    }

    @Test
    void saysNothingOfOtherFormats() {
        assertThat(JpegQuantization.quality(PictureEncoder.png(PICTURE))).isEmpty();
        assertThat(JpegQuantization.quality(new byte[0])).isEmpty();
        assertThat(JpegQuantization.quality("no picture".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void saysNothingOfFileThatEndsBeforeItsTables() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 60);
        assertThat(JpegQuantization.quality(Arrays.copyOf(jpeg, 30))).isEmpty();
        for (int length = 0; length < jpeg.length; length += 3) {
            JpegQuantization.quality(Arrays.copyOf(jpeg, length))
                    .ifPresent(quality -> assertThat(quality).isEqualTo(60, within(1.0)));
        }
    }

    @Test
    void staysInRangeForAnyBytes() {
        byte[] jpeg = PictureEncoder.jpeg(PICTURE, 60);
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = jpeg.clone();
            for (int change = 0; change < 4; change++) {
                broken[2 + random.nextInt(700) % (broken.length - 2)] = (byte) random.nextInt(256);
            }
            JpegQuantization.quality(broken).ifPresent(quality -> assertThat(quality).isBetween(0.0, 100.0));
        }
    }
}
