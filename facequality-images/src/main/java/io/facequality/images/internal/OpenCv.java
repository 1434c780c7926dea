package io.facequality.images.internal;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.internal.Interrupts;
import io.facequality.onnx.internal.NativeLibraries;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** The way to OpenCV: its native libraries, and pictures into and out of its memory. */
public final class OpenCv {

    /** Tried once: asking the loader again takes longer than decoding a small picture. */
    private static final Optional<Throwable> FAILURE = NativeLibraries.tryToLoad(opencv_imgcodecs.class);

    private OpenCv() {}

    /**
     * Makes sure that the native libraries are loaded, so that a missing one is reported as a whole and not as a class
     * that cannot be found somewhere deep down.
     *
     * @throws ModelException if this platform's natives are not on the class path, or cannot be unpacked
     */
    public static void load() {
        if (FAILURE.isPresent()) {
            Throwable failure = FAILURE.get();
            Interrupts.checkNotEnding();
            throw NativeLibraries.cacheProblem().orElseGet(() -> new ModelException(
                    new Problem(
                            "cannot load OpenCV",
                            Loader.getPlatform(),
                            "its native libraries on the class path",
                            String.valueOf(failure.getMessage()),
                            "Add org.bytedeco:opencv, openblas and javacpp with this platform's classifier."),
                    failure));
        }
    }

    /** Copies a picture; the caller closes the matrix, of 8-bit RGB. */
    public static Mat matrix(Image image) {
        Mat matrix = new Mat(image.height(), image.width(), opencv_core.CV_8UC3);
        try {
            matrix.data().capacity(image.pixels().capacity()).asByteBuffer().put(image.pixels());
            return matrix;
        } catch (Throwable e) {
            matrix.close();
            throw e;
        }
    }

    /** Copies a matrix of 8-bit RGB without gaps between its rows; the caller still closes it. */
    public static Image image(Mat rgb) {
        return Image.filledBy(rgb.cols(), rgb.rows(), pixels -> rgb.data().get(pixels));
    }

    /**
     * Makes a picture smaller by averaging squares of pixels. Where a side is no multiple, the pixels left over at its
     * end are left out.
     *
     * @param reduction the side of the squares
     */
    public static void reduceByAreas(Mat picture, int reduction) {
        if (reduction == 1) {
            return;
        }
        int width = Math.max(1, picture.cols() / reduction);
        int height = Math.max(1, picture.rows() / reduction);
        try (Rect multiple = new Rect(
                        0, 0,
                        Math.min(picture.cols(), width * reduction), Math.min(picture.rows(), height * reduction));
                Mat source = new Mat(picture, multiple);
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(source, picture, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
    }

    /** Copies a picture with the channels in OpenCV's own order; the caller closes the matrix. */
    public static Mat bgrMatrix(Image image) {
        Mat matrix = matrix(image);
        try {
            opencv_imgproc.cvtColor(matrix, matrix, opencv_imgproc.COLOR_RGB2BGR);
            return matrix;
        } catch (Throwable e) {
            matrix.close();
            throw e;
        }
    }
}
