package io.facequality.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.Pictures;
import io.facequality.images.internal.SimilarityTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;

class SimilarityAlignerTest {

    private final SimilarityAligner aligner = new SimilarityAligner();

    private static DetectedFace face(List<Point> points) {
        return new DetectedFace(
                new Box(20, 30, 60, 60),
                new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4)),
                1);
    }

    @Test
    void leavesFaceOnTheTemplateAsItIs() {
        Image picture = Pictures.synthetic(AlignedFace.SIZE, AlignedFace.SIZE, 1);
        AlignedFace aligned = aligner.align(picture, face(SimilarityAligner.template()));
        assertThat(aligned.image()).isEqualTo(picture);
        assertThat(aligned.eyeDistance().orElseThrow()).isCloseTo(35.24, within(0.01));
    }

    @Test
    void movesShiftedFaceBackAndFillsOutsideWithBlack() {
        Image picture = Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Arrays.fill(rgb, (byte) 200));
        List<Point> moved = SimilarityAligner.template().stream()
                .map(point -> new Point(point.x() - 10, point.y()))
                .toList();
        byte[] rgb = aligner.align(picture, face(moved)).image().toRgb();
        int middleRow = AlignedFace.SIZE / 2 * AlignedFace.SIZE * 3;
        assertThat(Arrays.copyOfRange(rgb, middleRow, middleRow + 10 * 3)).containsOnly((byte) 0);
        assertThat(Arrays.copyOfRange(rgb, middleRow + 11 * 3, middleRow + AlignedFace.SIZE * 3))
                .containsOnly((byte) 200);
    }

    @Test
    void warpsLikeOpenCvsBilinearWarpUpToItsRounding() {
        Image picture = Pictures.synthetic(300, 260, 3);
        SimilarityTransform toPicture = new SimilarityTransform(1.3, 0.6, 20, -11);
        DetectedFace face = face(SimilarityAligner.template().stream().map(toPicture::apply).toList());
        Image ours = aligner.align(picture, face).image();
        Image theirs = openCvWarp(picture, SimilarityAligner.transform(face));
        assertThat(Pictures.largestDifference(ours, theirs)).isLessThanOrEqualTo(4);
    }

    /** Stripes of a pixel each, of which every third is sampled: samples alone would be as black and white as they are. */
    @Test
    void averagesPatternThatIsTooFineForCrop() {
        Image stripes = Image.filledBy(440, 440, rgb -> {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (i / 3 % 2 == 0 ? 255 : 0);
            }
        });
        SimilarityTransform toPicture = new SimilarityTransform(3, 0, 50, 50);
        DetectedFace face = face(SimilarityAligner.template().stream().map(toPicture::apply).toList());
        for (byte value : aligner.align(stripes, face).image().toRgb()) {
            assertThat(value & 0xFF).isBetween(119, 136);
        }
    }

    @Test
    void givesMeanOfAreasOfLargeTurnedFace() {
        Image picture = Pictures.waves(900, 800, 60);
        SimilarityTransform toPicture = new SimilarityTransform(4.2, 1.7, 260, 20);
        DetectedFace face = face(SimilarityAligner.template().stream().map(toPicture::apply).toList());
        Image crop = aligner.align(picture, face).image();
        assertThat(Pictures.largestDifference(crop, Pictures.supersampled(picture, toPicture, AlignedFace.SIZE)))
                .isLessThanOrEqualTo(8);
    }

    @Test
    void asksForLevelWithFortyFivePixelsBetweenEyes() {
        Image picture = Pictures.waves(1600, 1200, 60);
        SimilarityTransform toPicture = new SimilarityTransform(4, 0, 300, 200);
        DetectedFace face = face(SimilarityAligner.template().stream().map(toPicture::apply).toList());
        List<Integer> asked = new ArrayList<>();
        AlignedFace fromLevel = aligner.align(Pictures.pyramid(picture, asked), face);
        double eyeDistance = face.landmarks().eyeDistance();
        assertThat(asked).singleElement().satisfies(longSide ->
                assertThat(longSide * eyeDistance / 1600).isBetween(45.0, 45.1));
        assertThat(fromLevel.eyeDistance()).hasValue(eyeDistance);
        assertThat(Pictures.largestDifference(fromLevel.image(), aligner.align(picture, face).image()))
                .isLessThanOrEqualTo(8);
    }

    @Test
    void asksForWholePictureOfSmallFace() {
        List<Integer> asked = new ArrayList<>();
        Image picture = Pictures.synthetic(1600, 1200, 5);
        aligner.align(Pictures.pyramid(picture, asked), face(SimilarityAligner.template()));
        assertThat(asked).containsExactly(1600);
    }

    private static Image openCvWarp(Image picture, SimilarityTransform transform) {
        try (Mat source = OpenCv.matrix(picture);
                Mat target = new Mat();
                Mat matrix = new Mat(2, 3, opencv_core.CV_64F);
                Size size = new Size(AlignedFace.SIZE, AlignedFace.SIZE);
                Scalar black = new Scalar()) {
            double[] rows = {
                transform.cosine(), -transform.sine(), transform.shiftX(),
                transform.sine(), transform.cosine(), transform.shiftY()
            };
            matrix.data().capacity(48).asByteBuffer().asDoubleBuffer().put(rows);
            opencv_imgproc.warpAffine(
                    source, target, matrix, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
            return OpenCv.image(target);
        }
    }

    @Test
    void takesBoxWhereFivePointsAreInOnePlace() {
        Image picture = Pictures.synthetic(100, 100, 1);
        AlignedFace aligned = aligner.align(picture, face(Collections.nCopies(5, new Point(50, 60))));
        assertThat(aligned.eyeDistance()).isEmpty();
        assertThat(aligned.image().toRgb()).isNotEqualTo(new byte[AlignedFace.SIZE * AlignedFace.SIZE * 3]);
    }

    @Test
    void givesBlackFaceForPointsFarOutsideThePicture() {
        List<Point> far = SimilarityAligner.template().stream()
                .map(point -> new Point(point.x() + 1e12, point.y() * 1e3 - 1e12))
                .toList();
        assertThat(aligner.align(Pictures.synthetic(100, 100, 1), face(far)).image().toRgb()).containsOnly((byte) 0);
    }

    @Test
    void alignsPictureOfOnePixel() {
        AlignedFace aligned =
                aligner.align(Pictures.synthetic(1, 1, 1), face(SimilarityAligner.template()));
        assertThat(aligned.image().width()).isEqualTo(AlignedFace.SIZE);
    }
}
