package io.facequality.images;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.images.internal.OpenCv;
import io.facequality.images.internal.TriangleFilter;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** The two bilinear filters of the field. They give different pixels, and so different scores. */
public enum Resizing {

    /**
     * Pillow's {@code BILINEAR}, which the published code uses: the triangle filter with antialiasing, bit for bit. A
     * reduction takes every source pixel into account. Plain Java.
     */
    PILLOW {
        @Override
        Image resized(Image image, int width, int height) {
            return TriangleFilter.resize(image, width, height);
        }
    },

    /**
     * OpenCV's {@code INTER_LINEAR}: four source pixels for each new one, without antialiasing. Faster on large
     * pictures, and jagged where the reduction is large.
     */
    OPENCV {
        @Override
        Image resized(Image image, int width, int height) {
            OpenCv.load();
            try (Mat source = OpenCv.matrix(image);
                    Mat target = new Mat();
                    Size size = new Size(width, height)) {
                opencv_imgproc.resize(source, target, size, 0, 0, opencv_imgproc.INTER_LINEAR);
                return OpenCv.image(target);
            }
        }
    };

    /**
     * Resizes a picture. Safe to call from several threads at once.
     *
     * @param image the picture
     * @param width the new width, at least 1 pixel
     * @param height the new height, at least 1 pixel; the sides' ratio need not be kept
     * @return the resized picture; the picture itself if it has that size already
     * @throws InvalidInputException if a side is not positive
     */
    public Image resize(Image image, int width, int height) {
        if (width < 1 || height < 1) {
            throw InvalidInputException.ofValue("Resizing", "a size of at least 1 x 1", width + " x " + height);
        }
        return image.width() == width && image.height() == height ? image : resized(image, width, height);
    }

    abstract Image resized(Image image, int width, int height);
}
