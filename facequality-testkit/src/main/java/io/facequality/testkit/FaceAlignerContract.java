package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceAligner;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What holds for every {@link FaceAligner}. It needs no input of yours: the images are drawn by the contract. */
public abstract class FaceAlignerContract {

    private static final int SIDE = 200;

    /** Interpolation may differ by this much on average, of 255. */
    private static final double MEAN_DIFFERENCE = 4;

    private static final Landmarks UPRIGHT = new Landmarks(
            new Point(82, 92), new Point(118, 92), new Point(100, 112), new Point(85, 132), new Point(115, 132));

    /** For the class of your tests. */
    protected FaceAlignerContract() {}

    /**
     * The aligner.
     *
     * @return any instance
     */
    protected abstract FaceAligner aligner();

    @Test
    void givesEightThreadsSameFace() throws Exception {
        FaceAligner aligner = aligner();
        DetectedFace face = face(UPRIGHT);
        AlignedFace alone = aligner.align(gradient(), face);
        assertThat(SeveralThreads.together(() -> aligner.align(gradient(), face))).containsOnly(alone);
    }

    @Test
    void givesSameFaceFromPyramid() {
        AlignedFace face = aligner().align(gradient(), face(UPRIGHT));
        assertThat(aligner().align(ImagePyramid.of(gradient()), face(UPRIGHT))).isEqualTo(face);
    }

    @Test
    void turnsFaceUpright() {
        AlignedFace upright = aligner().align(gradient(), face(UPRIGHT));
        AlignedFace turned = aligner().align(turned(gradient()), face(turned(UPRIGHT)));
        assertThat(meanDifference(upright, turned)).isLessThan(MEAN_DIFFERENCE);
    }

    @Test
    void followsLandmarks() {
        AlignedFace here = aligner().align(gradient(), face(UPRIGHT));
        AlignedFace elsewhere = aligner().align(gradient(), face(shifted(UPRIGHT, 40)));
        assertThat(meanDifference(here, elsewhere)).isGreaterThan(MEAN_DIFFERENCE);
    }

    @Test
    void leavesBlackWhatLiesOutsideImage() {
        Image white = Image.filledBy(SIDE, SIDE, rgb -> Arrays.fill(rgb, (byte) 0xFF));
        AlignedFace outside = aligner().align(white, face(shifted(UPRIGHT, 10 * SIDE)));
        assertThat(outside.image()).isEqualTo(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {}));
    }

    /** Each pixel tells where it is, and pixels beside each other differ little. */
    private static Image gradient() {
        return Image.filledBy(SIDE, SIDE, rgb -> {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int at = (y * SIDE + x) * 3;
                    rgb[at] = (byte) x;
                    rgb[at + 1] = (byte) y;
                    rgb[at + 2] = (byte) ((x + y) / 2);
                }
            }
        });
    }

    /** By a quarter to the right. */
    private static Image turned(Image image) {
        byte[] original = image.toRgb();
        return Image.filledBy(SIDE, SIDE, rgb -> {
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    System.arraycopy(original, (y * SIDE + x) * 3, rgb, (x * SIDE + SIDE - 1 - y) * 3, 3);
                }
            }
        });
    }

    private static Landmarks turned(Landmarks landmarks) {
        return new Landmarks(
                turned(landmarks.rightEye()),
                turned(landmarks.leftEye()),
                turned(landmarks.nose()),
                turned(landmarks.rightMouthCorner()),
                turned(landmarks.leftMouthCorner()));
    }

    private static Point turned(Point point) {
        return new Point(SIDE - 1 - point.y(), point.x());
    }

    private static Landmarks shifted(Landmarks landmarks, double pixels) {
        return new Landmarks(
                shifted(landmarks.rightEye(), pixels),
                shifted(landmarks.leftEye(), pixels),
                shifted(landmarks.nose(), pixels),
                shifted(landmarks.rightMouthCorner(), pixels),
                shifted(landmarks.leftMouthCorner(), pixels));
    }

    private static Point shifted(Point point, double pixels) {
        return new Point(point.x() + pixels, point.y() + pixels);
    }

    private static DetectedFace face(Landmarks landmarks) {
        Point nose = landmarks.nose();
        return new DetectedFace(new Box(nose.x() - 50, nose.y() - 50, 100, 100), landmarks, 1);
    }

    private static double meanDifference(AlignedFace one, AlignedFace other) {
        byte[] a = one.image().toRgb();
        byte[] b = other.image().toRgb();
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return (double) sum / a.length;
    }
}
