package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BarsTest {

    private static final int SIDE = 200;

    @Test
    void findsBarsAboveAndBelowAndAtTheSides() {
        assertThat(Bars.around(framed(0, 20, Color.BLACK))).isTrue();
        assertThat(Bars.around(framed(20, 0, Color.WHITE))).isTrue();
        assertThat(Bars.around(framed(20, 20, Color.GRAY))).isTrue();
    }

    @Test
    void findsNoneAroundAPlainPicture() {
        assertThat(Bars.around(framed(0, 0, Color.BLACK))).isFalse();
        assertThat(Bars.around(framed(2, 2, Color.BLACK))).as("gaps of rounding").isFalse();
    }

    @Test
    void takesABackgroundForABarOnlyWhereItIsOnBothSidesAndOfOneColor() {
        assertThat(Bars.around(stripes(40, Color.WHITE, 0, Color.WHITE))).as("a wall above a person").isFalse();
        assertThat(Bars.around(stripes(40, Color.CYAN, 40, Color.YELLOW))).as("sky and sand").isFalse();
        assertThat(Bars.around(stripes(40, Color.CYAN, 40, new Color(6, 250, 255)))).isTrue();
    }

    @Test
    void looksPastWordsInTheBars() {
        BufferedImage screen = framed(0, 40, Color.WHITE).toBufferedImage();
        Graphics2D graphics = screen.createGraphics();
        graphics.setColor(Color.BLACK);
        graphics.fillRect(10, 5, 60, 10);
        graphics.fillRect(40, SIDE - 12, 120, 4);
        graphics.dispose();
        assertThat(Bars.around(Image.of(screen))).isTrue();
    }

    @Test
    void takesPicturesOfAnySize() {
        assertThat(Bars.around(Image.copyOf(1, 1, new byte[3]))).isFalse();
        assertThat(Bars.around(Image.copyOf(1, 2, new byte[6]))).isTrue();
    }

    private static Image framed(int sides, int above, Color color) {
        return drawn(graphics -> {
            graphics.setColor(color);
            graphics.fillRect(0, 0, SIDE, above);
            graphics.fillRect(0, SIDE - above, SIDE, above);
            graphics.fillRect(0, 0, sides, SIDE);
            graphics.fillRect(SIDE - sides, 0, sides, SIDE);
        });
    }

    private static Image stripes(int above, Color upper, int below, Color lower) {
        return drawn(graphics -> {
            graphics.setColor(upper);
            graphics.fillRect(0, 0, SIDE, above);
            graphics.setColor(lower);
            graphics.fillRect(0, SIDE - below, SIDE, below);
        });
    }

    /** Draws on noise. */
    private static Image drawn(Consumer<Graphics2D> drawing) {
        BufferedImage image = Image.filledBy(SIDE, SIDE, rgb -> new Random(1).nextBytes(rgb)).toBufferedImage();
        Graphics2D graphics = image.createGraphics();
        drawing.accept(graphics);
        graphics.dispose();
        return Image.of(image);
    }
}
