package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.group.PictureGrouper.PerceptualHash;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerceptualHashTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesCopyThatLooksTheSameFewDifferentBits(long seed) {
        BufferedImage picture = picture(240, 200, seed);
        PerceptualHash hash = hash(picture);
        assertThat(hash.distance(hash(scaled(picture, 120, 100)))).isLessThan(16);
        assertThat(hash.distance(hash(scaled(picture, 500, 417)))).isLessThan(16);
        assertThat(hash.distance(hash(new RescaleOp(0.6f, 10, null).filter(picture, null)))).isLessThan(16);
    }

    @Test
    void givesOtherPicturesHalfOfTheirBitsDifferent() {
        assertThat(hash(picture(200, 200, 1)).distance(hash(picture(200, 200, 2)))).isBetween(90, 166);
    }

    @ParameterizedTest
    @CsvSource({"200, 160", "112, 112", "61, 97", "64, 64", "20, 9"})
    void knowsHashOfTheMirrorImage(int width, int height) {
        BufferedImage picture = picture(width, height, 7);
        assertThat(hash(picture).mirrored().distance(hash(mirrored(picture)))).isLessThanOrEqualTo(2);
        assertThat(hash(picture).mirrored().mirrored()).isEqualTo(hash(picture));
    }

    @Test
    void takesSmallerDistanceOfPictureAndMirrorImage() {
        PerceptualHash one = hash(picture(100, 100, 1));
        PerceptualHash other = hash(picture(100, 100, 2));
        assertThat(one.distanceOrMirrored(other))
                .isEqualTo(Math.min(one.distance(other), one.mirrored().distance(other)))
                .isEqualTo(other.distanceOrMirrored(one));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "64, 64", "113, 57"})
    void givesPicturesOfOneColorNoBits(int width, int height) {
        BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = gray.createGraphics();
        graphics.setColor(new Color(90, 140, 10));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        assertThat(hash(gray)).hasToString("0".repeat(64));
    }

    @Test
    void readsItsTextBack() {
        PerceptualHash hash = hash(picture(100, 80, 3));
        assertThat(hash.toString()).hasSize(64);
        assertThat(PerceptualHash.parse(hash.toString())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(hash.similarity(hash)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz00000000000000000000000000000000000000000000000000000000000000"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> PerceptualHash.parse(text)).isInstanceOf(InvalidInputException.class);
    }

    private static PerceptualHash hash(BufferedImage picture) {
        return PerceptualHash.of(Image.of(picture));
    }

    /** Ellipses of many sizes and colors. */
    private static BufferedImage picture(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int i = 0; i < 60; i++) {
            graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
            graphics.fillOval(
                    random.nextInt(width) - width / 6,
                    random.nextInt(height) - height / 6,
                    1 + random.nextInt(1 + width / 2),
                    1 + random.nextInt(1 + height / 2));
        }
        graphics.dispose();
        return picture;
    }

    private static BufferedImage scaled(BufferedImage picture, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }

    private static BufferedImage mirrored(BufferedImage picture) {
        BufferedImage mirrored =
                new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                mirrored.setRGB(picture.getWidth() - 1 - x, y, picture.getRGB(x, y));
            }
        }
        return mirrored;
    }
}
