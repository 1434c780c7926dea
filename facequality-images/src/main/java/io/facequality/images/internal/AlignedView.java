package io.facequality.images.internal;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.Image;
import io.facequality.ImagePyramid;
import io.facequality.ImagePyramid.Level;
import io.facequality.images.Resizing;
import io.facequality.images.SimilarityAligner;

/**
 * A face for people to look at: turned upright, with the eyes at the same places in every view of a size, and as sharp
 * as its picture is. Models take {@link SimilarityAligner}'s faces instead, whose pixels they were trained on.
 */
public final class AlignedView {

    private static final int CHANNELS = 3;

    private AlignedView() {}

    /**
     * Cuts out a face.
     *
     * @param picture the picture
     * @param face where the face is
     * @param size the width and the height of the view in pixels
     * @param width how many times as wide as an aligned face the view is; 1 shows what the models see
     * @return the view, black where the picture ends
     */
    public static Image of(ImagePyramid picture, DetectedFace face, int size, double width) {
        double reduction = Math.min(1, toView(face, size, width).scale());
        Level level = picture.atLeast((int) Math.ceil(Math.max(picture.width(), picture.height()) * reduction));
        return cut(level.image(), level.fromWhole(face), size, width);
    }

    private static Image cut(Image picture, DetectedFace face, int size, double width) {
        SimilarityTransform toView = toView(face, size, width);
        double reduction = Math.min(1, toView.scale());
        Image reduced = Resizing.PILLOW.resize(
                picture, shorter(picture.width(), reduction), shorter(picture.height(), reduction));
        double shrunk = (double) reduced.width() / picture.width();
        SimilarityTransform back = toView.inverse();
        return sampled(reduced, size, new SimilarityTransform(
                back.cosine() * shrunk, back.sine() * shrunk, back.shiftX() * shrunk, back.shiftY() * shrunk));
    }

    private static int shorter(int side, double reduction) {
        return Math.max(1, (int) Math.round(side * reduction));
    }

    private static SimilarityTransform toView(DetectedFace face, int size, double width) {
        SimilarityTransform aligned = SimilarityTransform.between(face.landmarks().points(), SimilarityAligner.template())
                .orElseGet(() -> SimilarityTransform.ofSquare(
                        face.box().center(), Math.max(face.box().width(), face.box().height()), AlignedFace.SIZE));
        double scale = size / (AlignedFace.SIZE * width);
        double margin = size / 2.0 - AlignedFace.SIZE / 2.0 * scale;
        return new SimilarityTransform(
                aligned.cosine() * scale,
                aligned.sine() * scale,
                aligned.shiftX() * scale + margin,
                aligned.shiftY() * scale + margin);
    }

    private static Image sampled(Image picture, int size, SimilarityTransform toPicture) {
        BilinearWarp warp = new BilinearWarp(picture, toPicture);
        return Image.filledBy(size, size, rgb -> warp.square(size, (index, red, green, blue) -> {
            rgb[index * CHANNELS] = rounded(red);
            rgb[index * CHANNELS + 1] = rounded(green);
            rgb[index * CHANNELS + 2] = rounded(blue);
        }));
    }

    private static byte rounded(float value) {
        return (byte) Math.min(255, (int) (value + 0.5f));
    }
}
