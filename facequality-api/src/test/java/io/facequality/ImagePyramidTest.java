package io.facequality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ImagePyramid.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImagePyramidTest {

    private static final Image IMAGE = Image.filledBy(100, 60, rgb -> {});

    private static final DetectedFace FACE = new DetectedFace(
            new Box(10, 20, 30, 40),
            new Landmarks(
                    new Point(15, 30), new Point(35, 31), new Point(25, 40), new Point(17, 50), new Point(33, 51)),
            0.75);

    @Test
    void leavesFaceOfWholePictureWhereItIs() {
        assertThat(Level.of(IMAGE).toWhole(FACE)).isEqualTo(FACE);
        assertThat(Level.of(IMAGE).fromWhole(FACE)).isEqualTo(FACE);
    }

    /** The first pixel of an eighth is the first 8 of the whole, whose middle lies between the fourth and the fifth. */
    @Test
    void placesPixelOfLevelInMiddleOfThoseThatItShows() {
        Level eighth = new Level(IMAGE, new Box(-0.5, -0.5, 800, 480), 799, 475);
        DetectedFace whole = eighth.toWhole(FACE);
        assertThat(eighth.reduction()).isEqualTo(8);
        assertThat(whole.landmarks().rightEye()).isEqualTo(new Point(15 * 8 + 3.5, 30 * 8 + 3.5));
        assertThat(whole.box()).isEqualTo(new Box(83.5, 163.5, 240, 320));
        assertThat(whole.landmarks().eyeDistance()).isEqualTo(8 * FACE.landmarks().eyeDistance());
        assertThat(whole.confidence()).isEqualTo(0.75);
        assertThat(eighth.fromWhole(whole)).isEqualTo(FACE);
    }

    @Test
    void movesFaceByWhatMirroredLevelLacksAtItsStart() {
        Level half = new Level(IMAGE, new Box(0.5, -1.5, 200, 120), 201, 119);
        assertThat(half.toWhole(FACE).landmarks().rightEye()).isEqualTo(new Point(15 * 2 + 1.5, 30 * 2 - 0.5));
        assertThat(half.fromWhole(half.toWhole(FACE))).isEqualTo(FACE);
    }

    @Test
    void givesDecodedPictureAsItIs() {
        ImagePyramid pyramid = ImagePyramid.of(IMAGE);
        assertThat(pyramid.width()).isEqualTo(100);
        assertThat(pyramid.height()).isEqualTo(60);
        assertThat(pyramid.whole()).isSameAs(IMAGE);
        assertThat(pyramid.atLeast(1).image()).isSameAs(IMAGE);
        assertThat(pyramid.atLeast(1_000)).isEqualTo(Level.of(IMAGE));
    }

    @Test
    void refusesEmptyWhole() {
        assertThatThrownBy(() -> new Level(IMAGE, new Box(0, 0, 1, 1), 0, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0 x 5");
    }

    @Test
    void givesWholeToDetectorAlignerAndDecoderThatAskForNothing() {
        FaceDetector detector = image -> image == IMAGE ? List.of(FACE) : List.of();
        assertThat(detector.detect(ImagePyramid.of(IMAGE))).containsExactly(FACE);
        AlignedFace aligned = AlignedFace.of(Image.filledBy(112, 112, rgb -> {}), 5);
        FaceAligner aligner = (image, face) -> aligned;
        assertThat(aligner.align(ImagePyramid.of(IMAGE), FACE)).isSameAs(aligned);
        ImageDecoder decoder = source -> Outcome.ok(IMAGE);
        ImageSource source = ImageSource.of("picture", new byte[0]);
        assertThat(decoder.largestReduction()).isEqualTo(1);
        assertThat(decoder.decode(source, 1)).isEqualTo(Outcome.ok(Level.of(IMAGE)));
        assertThatThrownBy(() -> decoder.decode(source, 2)).isInstanceOf(InvalidInputException.class);
    }
}
