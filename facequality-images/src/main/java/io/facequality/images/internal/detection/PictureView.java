package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Image;
import io.facequality.images.internal.OpenCv;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture as a network sees it: whole, or reduced, or turned by quarters. Knows where its places lie in the original.
 *
 * @param image what is seen
 * @param original the picture that it was made from
 * @param quarters how often it was turned clockwise by 90 degrees
 */
record PictureView(Image image, Image original, int quarters) {

    static PictureView whole(Image image) {
        return new PictureView(image, image, 0);
    }

    /** Brings the longer side down to so many pixels by areas; a smaller picture stays as it is. */
    static PictureView reduced(Image image, int longSide) {
        double scale = (double) longSide / Math.max(image.width(), image.height());
        if (scale >= 1) {
            return whole(image);
        }
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        try (Mat rgb = OpenCv.matrix(image);
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(rgb, rgb, size, 0, 0, opencv_imgproc.INTER_AREA);
            return new PictureView(OpenCv.image(rgb), image, 0);
        }
    }

    /** The same view, turned clockwise by another 90 degrees. */
    PictureView turned() {
        int width = image.width();
        int height = image.height();
        byte[] from = image.toRgb();
        Image turned = Image.filledBy(height, width, to -> {
            for (int y = 0, at = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int place = (x * height + height - 1 - y) * 3;
                    to[place] = from[at++];
                    to[place + 1] = from[at++];
                    to[place + 2] = from[at++];
                }
            }
        });
        return new PictureView(turned, original, (quarters + 1) % 4);
    }

    /** The same view, turned clockwise so often. */
    PictureView turned(int more) {
        return Stream.iterate(this, PictureView::turned).skip(more).findFirst().orElseThrow();
    }

    /** How many pixels of the original a pixel of this view covers in each direction. */
    double step() {
        return (double) Math.max(original.width(), original.height()) / Math.max(image.width(), image.height());
    }

    /** Where a place of this view lies in the original. */
    Point toOriginal(Point point) {
        Point upright = upright(point);
        boolean lying = quarters % 2 == 1;
        double width = lying ? image.height() : image.width();
        double height = lying ? image.width() : image.height();
        return new Point(
                (upright.x() + 0.5) * original.width() / width - 0.5,
                (upright.y() + 0.5) * original.height() / height - 0.5);
    }

    private Point upright(Point point) {
        int right = image.width() - 1;
        int bottom = image.height() - 1;
        return switch (quarters) {
            case 1 -> new Point(point.y(), right - point.x());
            case 2 -> new Point(right - point.x(), bottom - point.y());
            case 3 -> new Point(bottom - point.y(), point.x());
            default -> point;
        };
    }

    Landmarks toOriginal(Landmarks landmarks) {
        return new Landmarks(
                toOriginal(landmarks.rightEye()),
                toOriginal(landmarks.leftEye()),
                toOriginal(landmarks.nose()),
                toOriginal(landmarks.rightMouthCorner()),
                toOriginal(landmarks.leftMouthCorner()));
    }

    /** The same square in this view, which must not be turned. */
    FaceSquare fromOriginal(FaceSquare square) {
        Point center = new Point(
                (square.center().x() + 0.5) * image.width() / original.width() - 0.5,
                (square.center().y() + 0.5) * image.height() / original.height() - 0.5);
        return new FaceSquare(center, square.side() / step(), square.roll());
    }

    /** Whether a place of this view lies on it. */
    boolean holds(Point point) {
        return point.x() >= 0 && point.y() >= 0 && point.x() <= image.width() && point.y() <= image.height();
    }
}
