package io.facequality.images.internal.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.images.internal.OpenCv;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PictureViewTest {

    /** Each pixel tells its own column and row. */
    private static final Image PICTURE = Image.filledBy(7, 5, rgb -> {
        for (int i = 0; i < 35; i++) {
            rgb[3 * i] = (byte) (i % 7);
            rgb[3 * i + 1] = (byte) (i / 7);
        }
    });

    @BeforeAll
    static void load() {
        OpenCv.load();
    }

    @Test
    void knowsWherePixelsOfTurnedViewWere() {
        PictureView view = PictureView.whole(PICTURE);
        for (int quarter = 1; quarter <= 4; quarter++) {
            view = view.turned();
            ByteBuffer pixels = view.image().pixels();
            for (int y = 0; y < view.image().height(); y++) {
                for (int x = 0; x < view.image().width(); x++) {
                    int at = 3 * (y * view.image().width() + x);
                    assertThat(view.toOriginal(new Point(x, y)))
                            .isEqualTo(new Point(pixels.get(at), pixels.get(at + 1)));
                }
            }
        }
        assertThat(view.image()).isEqualTo(PICTURE);
    }

    @Test
    void turnsClockwise() {
        ByteBuffer pixels = PictureView.whole(PICTURE).turned().image().pixels();
        assertThat(pixels.get(0)).as("column of the top left pixel").isEqualTo((byte) 0);
        assertThat(pixels.get(1)).as("row of the top left pixel").isEqualTo((byte) 4);
    }

    @Test
    void reducesLongerSideAndMapsPlacesBothWays() {
        PictureView view = PictureView.reduced(Image.filledBy(800, 600, rgb -> {}), 200);
        assertThat(view.image().width()).isEqualTo(200);
        assertThat(view.image().height()).isEqualTo(150);
        assertThat(view.step()).isEqualTo(4);
        Point there = view.toOriginal(new Point(10, 20));
        assertThat(there).isEqualTo(new Point(41.5, 81.5));
        FaceSquare square = view.fromOriginal(new FaceSquare(there, 40, 0.3));
        assertThat(square.center().x()).isCloseTo(10, within(1e-9));
        assertThat(square.side()).isEqualTo(10);
        assertThat(square.roll()).isEqualTo(0.3);
    }

    @Test
    void leavesSmallPictureAsItIs() {
        assertThat(PictureView.reduced(PICTURE, 64).image()).isSameAs(PICTURE);
    }
}
