package io.facequality.images;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceAligner;
import io.facequality.Image;
import io.facequality.images.internal.BilinearWarp;
import io.facequality.images.internal.SimilarityTransform;
import java.util.List;

/**
 * Aligns a face by its five points: the least-squares similarity (rotation, uniform scale, shift) that brings them to
 * the five-point template of 112 x 112 pixels on which eDifFIQA and most embedders were trained, then a bilinear warp
 * with a black border.
 *
 * <p>The warp is plain bilinear, as in the published code: a face much larger than 112 pixels is sampled without
 * antialiasing. Points that determine no transform, as when all five are the same, do not fail: the face's box is
 * scaled to the square instead, and the eye distance is unknown if it is 0.
 *
 * <p>Immutable, plain Java, safe to share between threads; about 0.2 ms per face, whatever the picture's size.
 */
public final class SimilarityAligner implements FaceAligner {

    private static final List<Point> TEMPLATE = List.of(
            new Point(38.2946, 51.6963),
            new Point(73.5318, 51.5014),
            new Point(56.0252, 71.7366),
            new Point(41.5493, 92.3655),
            new Point(70.729904, 92.2041));

    private static final int CHANNELS = 3;

    /** Makes an aligner. */
    public SimilarityAligner() {}

    /**
     * Where the five points come to lie.
     *
     * @return subject's right eye, left eye, nose, right and left mouth corner, in pixels of the aligned face
     */
    public static List<Point> template() {
        return TEMPLATE;
    }

    @Override
    public AlignedFace align(Image image, DetectedFace face) {
        BilinearWarp warp = new BilinearWarp(image, transform(face).inverse());
        Image crop = Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> warp.square(
                AlignedFace.SIZE, (index, red, green, blue) -> {
                    rgb[index * CHANNELS] = rounded(red);
                    rgb[index * CHANNELS + 1] = rounded(green);
                    rgb[index * CHANNELS + 2] = rounded(blue);
                }));
        double eyeDistance = face.landmarks().eyeDistance();
        return eyeDistance > 0 && Double.isFinite(eyeDistance)
                ? AlignedFace.of(crop, eyeDistance)
                : AlignedFace.of(crop);
    }

    /** From a picture to its aligned face: by the points, or by the box where the points determine none. */
    static SimilarityTransform transform(DetectedFace face) {
        Landmarks landmarks = face.landmarks();
        return SimilarityTransform.between(landmarks.points(), TEMPLATE).orElseGet(() -> square(face.box()));
    }

    private static SimilarityTransform square(Box box) {
        return SimilarityTransform.ofSquare(
                box.center(), Math.max(box.width(), box.height()), AlignedFace.SIZE);
    }

    private static byte rounded(float value) {
        return (byte) Math.min(255, (int) (value + 0.5f));
    }
}
